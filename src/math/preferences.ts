import { requireFinite, requireInteger, requirePositive } from './checks';
import { sigmoid } from './linear';

/** ln(1 + e^x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** A pairwise loss in nats, the probability it gives to the preference, and its derivatives by the two rewards. */
export interface PairLoss {
  readonly loss: number;
  readonly probability: number;
  readonly gradientWinner: number;
  readonly gradientLoser: number;
}

/**
 * Bradley-Terry loss -ln sigmoid(r_w - r_l) of one comparison (Bradley & Terry 1952; Ouyang et al. 2022, eq. 1); throws a
 * RangeError on a reward that is not finite.
 */
export function bradleyTerry(winnerReward: number, loserReward: number): PairLoss {
  requireFinite('The winner’s reward', winnerReward);
  requireFinite('The loser’s reward', loserReward);
  const margin = winnerReward - loserReward;
  // sigmoid(-margin) instead of 1 - probability keeps the digits of a small gradient.
  const wrong = sigmoid(-margin);
  return {
    loss: softplus(-margin),
    probability: sigmoid(margin),
    gradientWinner: -wrong,
    gradientLoser: wrong,
  };
}

/**
 * InstructGPT's ranking loss: the mean Bradley-Terry loss over all K(K-1)/2 pairs of rewards given best to worst
 * (Ouyang et al. 2022, eq. 1); throws a RangeError on fewer than two rewards.
 */
export function rankingLoss(rewardsBestToWorst: ArrayLike<number>): { loss: number; pairs: number[] } {
  requireInteger('The number of rewards', rewardsBestToWorst.length, 2);
  const pairs: number[] = [];
  for (let better = 0; better < rewardsBestToWorst.length; better++) {
    for (let worse = better + 1; worse < rewardsBestToWorst.length; worse++) {
      pairs.push(bradleyTerry(rewardsBestToWorst[better], rewardsBestToWorst[worse]).loss);
    }
  }
  return { loss: pairs.reduce((sum, loss) => sum + loss, 0) / pairs.length, pairs };
}

/** Log-probabilities in nats of the two answers, each summed over its tokens, under the policy and the frozen reference. */
export interface DpoPair {
  readonly policyWinner: number;
  readonly policyLoser: number;
  readonly referenceWinner: number;
  readonly referenceLoser: number;
}

/** DPO's loss in nats, its implicit rewards beta ln(pi/ref), their margin, and its derivatives by the policy's log-probabilities. */
export interface DpoLoss extends PairLoss {
  readonly implicitRewardWinner: number;
  readonly implicitRewardLoser: number;
  readonly margin: number;
}

/** DPO's loss of one pair, -ln sigmoid(beta [(ln pi_w - ln ref_w) - (ln pi_l - ln ref_l)]) (Rafailov et al. 2023, eq. 7); throws a RangeError unless beta > 0. */
export function dpoLoss(pair: DpoPair, beta: number): DpoLoss {
  requirePositive('beta', beta);
  const implicitRewardWinner = beta * (pair.policyWinner - pair.referenceWinner);
  const implicitRewardLoser = beta * (pair.policyLoser - pair.referenceLoser);
  const comparison = bradleyTerry(implicitRewardWinner, implicitRewardLoser);
  return {
    loss: comparison.loss,
    probability: comparison.probability,
    gradientWinner: beta * comparison.gradientWinner,
    gradientLoser: beta * comparison.gradientLoser,
    implicitRewardWinner,
    implicitRewardLoser,
    margin: implicitRewardWinner - implicitRewardLoser,
  };
}
