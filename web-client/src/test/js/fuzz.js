/**
 * How long a test with random input runs, and with which input: in each build a number of tries with one seed; with ORRERY_FUZZ_SECONDS and
 * ORRERY_FUZZ_SEED in the environment for longer and with another (docs/contributing.md). For tests that node runs.
 */
import process from 'node:process';
import { randomNumbers } from './random-numbers.js';

const { ORRERY_FUZZ_SECONDS: seconds = '', ORRERY_FUZZ_SEED: seed = '' } = process.env;

/** The random numbers of a test. @param {number} usual its seed in each build */
export const random = (usual) => randomNumbers(Number(seed) || usual);

/** Numbers the tries of a test, from 0. @param {number} usual how many in each build */
export function* tries(usual) {
  const until = performance.now() + Number(seconds) * 1000;
  for (let n = 0; seconds ? performance.now() < until : n < usual; n++) yield n;
}
