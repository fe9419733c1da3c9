/**
 * The camera: it has a narrow field of view, flies from pose to pose, can be orbited, panned and zoomed, and is centred on
 * the part of the canvas that panels leave free.
 */
import * as THREE from 'three';
import { easeMove } from './easing.js';
import { FOV, HALF_TAN, basis, between, fit, freeCentre, pixelsPerCell } from './pose.js';

/** Distance between the shown blocks and panels, px. */
const EDGE = 10;
const AXES = /** @type {const} */ (['x', 'y', 'z']);
const HALF_TURN = Math.PI / 2 - 0.03;

export class Eye {
  camera = Object.assign(new THREE.PerspectiveCamera((FOV * 180) / Math.PI, 1, 1, 1e5), {
    matrixWorldAutoUpdate: false,
  });
  /** @type {import('./pose.js').Pose} */
  pose = { x: 0, y: 0, z: 0, azimuth: 0, elevation: 0, distance: 1000 };
  /** @type {import('./pose.js').Viewport} */
  viewport = { width: 1, height: 1, left: 0, top: 0, right: 0, bottom: 0 };
  /** The scene is clipped this many cells in front of the target; 0: it is not clipped. */
  clearance = 0;
  /** The greatest distance from the target, in cells. */
  farthest = 5e4;
  #from = { ...this.pose };
  /** The pose at the end of the flight, or the current pose. */
  goal = { ...this.pose };

  /** Size of a cell at the target, CSS px. */
  get pixelsPerCell() {
    return pixelsPerCell(this.pose, this.viewport.height);
  }

  /**
   * Sets how much of the canvas panels cover.
   * @param {{left?: number, top?: number, right?: number, bottom?: number}} covered width on each side, CSS px
   * @returns {boolean} whether that has changed
   */
  cover({ left = 0, top = 0, right = 0, bottom = 0 }) {
    const { viewport } = this;
    if (viewport.left === left && viewport.top === top && viewport.right === right && viewport.bottom === bottom)
      return false;
    Object.assign(viewport, { left, top, right, bottom });
    return true;
  }

  /** @param {import('./pose.js').Pose} pose */
  aim(pose) {
    this.clearance = 0;
    Object.assign(this.#from, this.pose);
    Object.assign(this.goal, pose);
  }

  /** @param {number} share of the flight's time, 0…1 */
  fly(share) {
    if (share >= 1) Object.assign(this.pose, this.goal);
    else between(this.#from, this.goal, easeMove(share), this.pose);
  }

  /** @param {import('./pose.js').Pose} pose */
  jump(pose) {
    Object.assign(this.pose, pose);
    this.aim(pose);
  }

  /**
   * The pose that shows all points; on a small canvas, labels around them get less room.
   * @param {Float32Array | number[]} points
   * @param {Pick<import('../play/scene-target.js').View, 'azimuth' | 'elevation' | 'nearest' | 'room' | 'named'> & {exact?: boolean}} view
   *   `exact`: the room is the same on every canvas
   */
  fitted(points, view) {
    const { viewport } = this,
      { room, named = { above: 0, below: 0 } } = view,
      across = view.exact ? 1 : Math.max(0.42, Math.min(1, (viewport.width - viewport.left - viewport.right) / 900));
    const down = view.exact ? 1 : Math.min(1, (viewport.height - viewport.top - viewport.bottom) / 600);
    const inner = {
      ...viewport,
      left: viewport.left + EDGE + room.left * across,
      right: viewport.right + EDGE + room.right * across,
      top: viewport.top + EDGE + Math.max(room.top * down, named.above),
      bottom: viewport.bottom + EDGE + Math.max(room.bottom * down, named.below),
    };
    const pose = fit(points, view, inner, view.nearest),
      from = freeCentre(inner),
      to = freeCentre(viewport);
    // if the room for labels is uneven, shift the target to the centre of the inner part
    const { right, up } = basis(pose),
      cell = 1 / pixelsPerCell(pose, viewport.height);
    for (const [i, key] of AXES.entries()) pose[key] += (-(from.x - to.x) * right[i] + (from.y - to.y) * up[i]) * cell;
    return pose;
  }

  /** Orbits about the target, angles in radians. @param {number} azimuth @param {number} elevation */
  orbit(azimuth, elevation) {
    this.pose.azimuth += azimuth;
    this.pose.elevation = Math.min(HALF_TURN, Math.max(-HALF_TURN, this.pose.elevation + elevation));
    this.aim(this.pose);
  }

  /** Moves the image by this many CSS px. @param {number} dx @param {number} dy */
  pan(dx, dy) {
    const { right, up } = basis(this.pose),
      cell = 1 / this.pixelsPerCell;
    for (const [i, key] of AXES.entries()) this.pose[key] += (-dx * right[i] + dy * up[i]) * cell;
    this.aim(this.pose);
  }

  /** Zooms in (factor < 1) or out about a point of the canvas (CSS px). @param {number} factor @param {number} x @param {number} y */
  zoom(factor, x, y) {
    const wanted = Math.min(this.farthest, Math.max(14, this.pose.distance * factor));
    const real = wanted / this.pose.distance,
      centre = freeCentre(this.viewport);
    const dx = x - this.viewport.width / 2 - centre.x,
      dy = y - this.viewport.height / 2 - centre.y;
    this.pan(-dx * (1 - real), -dy * (1 - real));
    this.pose.distance = wanted;
    this.aim(this.pose);
  }

  /**
   * The ray from the camera through a point of the canvas, CSS px.
   * @param {number} x @param {number} y
   * @returns {{origin: {x: number, y: number, z: number}, direction: {x: number, y: number, z: number}}}
   */
  ray(x, y) {
    const { pose, viewport } = this,
      { right, up, back } = basis(pose),
      centre = freeCentre(viewport),
      unit = (2 * HALF_TAN) / viewport.height;
    const dx = (x - viewport.width / 2 - centre.x) * unit,
      dy = (viewport.height / 2 + centre.y - y) * unit;
    const along = (/** @type {number} */ i) => right[i] * dx + up[i] * dy - back[i],
      length = Math.hypot(along(0), along(1), along(2));
    return {
      origin: {
        x: pose.x + back[0] * pose.distance,
        y: pose.y + back[1] * pose.distance,
        z: pose.z + back[2] * pose.distance,
      },
      direction: { x: along(0) / length, y: along(1) / length, z: along(2) / length },
    };
  }

  /** Writes the pose into the camera. */
  apply() {
    const { camera, pose, viewport } = this,
      { right, up, back } = basis(pose),
      [x, y, z] = [pose.x, pose.y, pose.z].map((at, i) => at + back[i] * pose.distance);
    const axis = (/** @type {number[]} */ direction) => new THREE.Vector3().fromArray(direction);
    camera.matrixWorld.makeBasis(axis(right), axis(up), axis(back)).setPosition(x, y, z);
    camera.matrixWorldInverse.copy(camera.matrixWorld).invert();
    const near = Math.max(0.5, pose.distance * 0.04, this.clearance > 0 ? pose.distance - this.clearance : 0),
      far = pose.distance * 4 + 4000,
      { width, height } = viewport,
      centre = freeCentre(viewport),
      view = camera.view;
    const isSame =
      camera.near === near &&
      camera.far === far &&
      view?.fullWidth === width &&
      view.fullHeight === height &&
      view.offsetX === -centre.x &&
      view.offsetY === -centre.y;
    if (isSame) return;
    camera.near = near;
    camera.far = far;
    camera.aspect = width / height;
    camera.setViewOffset(width, height, -centre.x, -centre.y, width, height);
  }
}
