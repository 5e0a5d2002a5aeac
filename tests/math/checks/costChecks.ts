import { expect } from 'vitest';
import {
  attentionFlops,
  forwardFlopsPerToken,
  kvBytesPerToken,
  meanAttentionFlops,
  parameterCount,
  REFERENCE_MODELS,
  trainingFlops,
  trainingFlopsWithAttention,
  weightBytes,
} from '../../../src/math/cost';
import type { CaseChecks } from './caseTable';
import { expectClose } from './close';

/** Checks of parameter counts, FLOPs and bytes. */
export const costChecks: CaseChecks = [
  [
    /^cost-/,
    ({ id, input, output }) => {
      const model = REFERENCE_MODELS[id.replace('cost-', '') as keyof typeof REFERENCE_MODELS];
      const parameters = parameterCount(model);
      expect(parameters).toBe(output.parameters);
      expect([model.layers, model.keyValueWidth, model.context]).toEqual([
        input.layers,
        input.kv_width,
        input.context,
      ]);
      expect(kvBytesPerToken(model, 2)).toBe(output.kv_bytes_per_token_fp16);
      expect(kvBytesPerToken(model, 4)).toBe(output.kv_bytes_per_token_fp32);
      expect(kvBytesPerToken(model, 2) * model.context).toBe(output.kv_bytes_full_context_fp16);
      expect(forwardFlopsPerToken(parameters)).toBe(output.forward_flops_per_token_2N);
      expect(attentionFlops(model, model.context)).toBe(output.attention_flops_last_token_full_context);
      expect(meanAttentionFlops(model)).toBe(output.kaplan_mean_attention_flops_per_token);
      expect(weightBytes(parameters, 2)).toBe(output.weights_bytes_fp16);
      if (input.training_tokens === null) return;
      expectClose(trainingFlops(parameters, input.training_tokens), output.training_flops_6ND);
      expectClose(
        trainingFlopsWithAttention(model, parameters, input.training_tokens),
        output.training_flops_6ND_plus_causal_attention,
      );
    },
  ],
  [
    /^gpt3-6nd$/,
    ({ input, output }) => {
      const published = 3.14e23;
      const flops = trainingFlops(input.N, input.D);
      expectClose(flops, output.flops);
      // "Holds" line of the first topic: GPT-3's published number within 1 %.
      expect(Math.abs(flops / published - 1)).toBeLessThan(0.01);
      expectClose(flops / published - 1, output.relative_to_3_14e23);
      expectClose(trainingFlops(175e9, input.D), output.with_175e9);
      expectClose(trainingFlops(175e9, input.D) / published - 1, output.with_175e9_relative);
      const withAttention = trainingFlopsWithAttention(REFERENCE_MODELS['gpt3-175b'], input.N, input.D);
      expectClose(withAttention / published - 1, output.with_attention_relative);
    },
  ],
];
