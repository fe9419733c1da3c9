/**
 * Autoplay, in a room and alone: what is done, and how long is waited then, in times from step to step; the place in the walk then, from 0,
 * or from the last, which is -1; and whether it still plays. AutoplayTest reads this file for rooms.
 */
export const AUTOPLAY_CASES = [
  [[["play", 0.9]], 0, true],
  [[["play", 1.1]], 1, true],
  [[["play", 2.1]], 2, true],
  [[["play", 3.1]], 3, true],
  [[["play", 99.1]], -1, false],
  [[["play", 0.5], ["pause", 9]], 0, false],
  [[["play", 1.5], ["pause", 9]], 1, false],
  [[["play", 1.5], ["pause", 2], ["play", 0.9]], 1, true],
  [[["play", 1.5], ["pause", 2], ["play", 1.1]], 2, true],
  [[["play", 0.9], [2, 0.9]], 2, true],
  [[["play", 0.9], [2, 1.1]], 3, true],
  [[["play", 0.9], ["play", 0.2]], 1, true],
  [[[-2, 0.5], ["play", 0.9]], -2, true],
  [[[-2, 0.5], ["play", 1.1]], -1, false],
  [[[-1, 0.5], ["play", 0.1]], 0, true],
  [[[-1, 0.5], ["play", 1.1]], 1, true],
  [[["play", 0.5], [-1, 0.9]], -1, true],
  [[["play", 0.5], [-1, 1.1]], -1, false]
];
/** How long a step takes, ms: alone, a person reads its card meanwhile. */
export const PACES = {"room": 2600, "alone": 5000};
