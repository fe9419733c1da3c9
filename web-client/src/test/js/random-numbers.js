/** A generator of the same numbers, from 0 to 1, in each run: Lehmer's, with the multiplier of Park and Miller. @param {number} seed at least 1 */
export function randomNumbers(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}
