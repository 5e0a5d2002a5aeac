import { describe, expect, it } from 'vitest';
import { repN } from '../../math/repetition';
import { FakeClient } from '../../runtime/fakeClient';
import { RuntimeError } from '../../runtime/protocol';
import { companion } from '../../state/companions';
import { ModelHandle } from '../../state/model.svelte';
import { MATCHED_LENGTH, MatchedTexts } from './matchedTexts.svelte';

const members = [
  { name: 'repeat-clean', sameRunAs: 'position-rope', runs: [] },
  { name: 'repeat-noised', sameRunAs: null, runs: [] },
];

describe('the matched models on the reader’s prompt', () => {
  it('each go on with it greedily; one run under two names is one model', async () => {
    const client = new FakeClient();
    const model = new ModelHandle('story', client);
    const writing = new MatchedTexts(model);
    await writing.write('the dog found', members);
    expect(companion(model, 'position-rope').status).toBe('ready');
    expect(writing.running).toBeNull();
    const { info } = companion(model, 'repeat-noised');
    for (const { name, sameRunAs } of members) {
      const text = writing.texts.get(name)!;
      const ids = (await client.tokenize(sameRunAs ?? name, 'the dog found')).map(({ id }) => id);
      const drawn = await client.generate(
        {
          model: sameRunAs ?? name,
          ids: ids.slice(-Math.max(1, info!.window - MATCHED_LENGTH)),
          maxTokens: MATCHED_LENGTH,
          sampling: { temperature: 0 },
          seed: 1,
          cache: true,
        },
        () => undefined,
      );
      const kept = drawn.map(({ id }) => id).filter((id) => id !== info!.endOfTextId);
      expect(text.tokens).toBe(kept.length);
      expect(text.rep4).toBe(repN(kept, 4));
    }
  });

  it('name the one that could not be run', async () => {
    const client = new FakeClient({ failure: new RuntimeError('model-missing', 'played') });
    const writing = new MatchedTexts(new ModelHandle('story', client));
    await writing.write('the dog', members);
    expect(writing.texts.size).toBe(0);
    expect(writing.failed).toBe('repeat-noised');
  });
});
