import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCatalogue } from '../../src/runtime/catalogue';
import type { ModelHost } from '../../src/runtime/modelHost';
import { controls } from '../../src/topics/training-steps/controls';
import { instructionText } from '../../src/topics/training-steps/instruction';
import { heldOutGroups, sampleLoss } from '../../src/topics/training-steps/sampleLoss';
import { stages } from '../../src/topics/training-steps/stages';
import type { StoredStage, StoredStages } from '../../src/topics/training-steps/storedStages';
import { diskHost, modelsFolder } from './nodeHost';

/** Tokens a stage writes, as on the page. */
const WRITTEN = 44;

/** Where the training page's stored run of all stages lies. */
export const storedStagesPath = fileURLToPath(
  new URL('../../static/runs/training-steps.json', import.meta.url),
);

/** The stored run as it stands, or null. */
export function readStoredStages(): StoredStages | null {
  return existsSync(storedStagesPath)
    ? (JSON.parse(readFileSync(storedStagesPath, 'utf8')) as StoredStages)
    : null;
}

/** The stages whose model ships. */
export function shippedStages() {
  const rows = parseCatalogue(readFileSync(`${modelsFolder}index.json`, 'utf8'));
  return stages.filter(({ model }) => rows.some((row) => row.name === model));
}

/** Lets every stage write to the default text from the default seed, and scores it on the held-out stories. */
export async function recordStages(host: ModelHost = diskHost()): Promise<StoredStages> {
  const recipe = {
    text: instructionText(controls.prompt.default),
    temperature: controls.T.default,
    seed: controls.seed.default,
  };
  const found: [string, StoredStage][] = [];
  for (const { key, model } of shippedStages()) {
    const { info } = await host.open(model);
    const ids = (await host.tokenize(model, recipe.text)).map((token) => token.id);
    const tokens: { id: number; text: string; p: number }[] = [];
    await host.generate(
      {
        model,
        ids,
        maxTokens: WRITTEN,
        sampling: { temperature: recipe.temperature },
        seed: recipe.seed,
        cache: true,
      },
      ({ id, text, modelProbability }) =>
        tokens.push({ id, text, p: Number(modelProbability.toPrecision(6)) }),
      () => false,
    );
    const { bitsPerByte } = await sampleLoss(host, info, heldOutGroups.stories);
    found.push([key, { tokens, bitsPerByte: Number(bitsPerByte.toFixed(6)) }]);
  }
  return { ...recipe, stages: Object.fromEntries(found) };
}
