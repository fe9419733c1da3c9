/**
 * What flows: the lines of the wiring with rounded corners and heads, the ribbon of the stream, the dials. They are
 * written into one batch again whenever an arm turns or the focus moves.
 */
import {ROLES} from './colour.js';
import {DIAL, LINE, RIBBON, Strokes} from './strokes.js';
import {ribbons, rounded, wiring} from './wiring.js';

const TICKS = 120, ARC = 2; // ticks that one piece of the circle spans
/** How much of the stream's ribbon shows against the background. */
const RIBBON_STRENGTH = {dark: .3, light: .34};
/** u */
const HEAD_LENGTH = 1.5;

export class Flows {
  #lines;
  #ribbons;
  #plan;
  #ribbonStrength = .3;

  /**
   * @param {ReturnType<import('./layout.js').layout>} plan
   * @param {Map<string, import('./anatomy.js').GraphNode>} nodes
   */
  constructor(plan, nodes, shared) {
    this.#plan = plan;
    this.#ribbons = ribbons(plan);
    this.#lines = wiring(plan, nodes).map(wire => ({
      ...wire, points: rounded(wire.points, wire.corner), colour: ROLES.indexOf(wire.role),
    }));
    const segments = this.#lines.reduce((sum, line) => sum + line.points.length + 1, 0);
    this.strokes = new Strokes(segments + this.#ribbons.length + plan.dials.length * 2 * TICKS + 8, shared);
  }

  /** The wires, for whoever decides which of them are in focus. */
  get lines() {
    return this.#lines;
  }

  setPalette(palette) {
    this.strokes.setPalette(palette);
    this.strokes.material.uniforms.uHeadMax.value = 9;
    this.#ribbonStrength = palette.dark ? RIBBON_STRENGTH.dark : RIBBON_STRENGTH.light;
  }

  /**
   * @param {Float32Array} angles of the arms
   * @param {Float32Array} strength of each line, 0…1 (0: not drawn)
   * @param {Float32Array} layerStrength of each dial and of the ribbons beside it
   */
  write(angles, strength, layerStrength) {
    const {strokes} = this, {columns, dials, u} = this.#plan;
    strokes.clear();
    this.#ribbons.forEach(ribbon => {
      const x = columns[ribbon.column].x;
      strokes.add(x, -ribbon.y0, 0, x, -ribbon.y1, 0, 1, ribbon.width, this.#ribbonStrength, RIBBON);
    });
    dials.forEach((dial, d) => this.#dial(dial, columns[dial.column].x, layerStrength[d], u));
    for (let l = 0; l < this.#lines.length; l++) {
      if (strength[l] <= 0) continue;
      const line = this.#lines[l], x0 = columns[line.column].x, angle = line.arm < 0 ? 0 : angles[line.arm];
      strokes.line(line.points, angle, x0, line.colour, line.width, strength[l], line.head ? HEAD_LENGTH * u : 0,
        line.fromArm < 0 ? 0 : angles[line.fromArm]);
    }
    strokes.commit();
  }

  #dial({y, radius}, x0, strength, u) {
    if (strength <= 0) return;
    const {strokes} = this;
    for (let i = 0; i < TICKS; i++) {
      const a = 2 * Math.PI * i / TICKS, b = 2 * Math.PI * (i + ARC) / TICKS;
      const ca = Math.cos(a), sa = Math.sin(a);
      if (i % ARC === 0) strokes.add(x0 + radius * ca, -y, radius * sa, x0 + radius * Math.cos(b), -y, radius * Math.sin(b), DIAL, 1, strength, LINE);
      const inner = radius - (i % 10 === 0 ? 4 : i % 5 === 0 ? 2.6 : 1.3) * u;
      strokes.add(x0 + radius * ca, -y, radius * sa, x0 + inner * ca, -y, inner * sa, DIAL, 1, strength, LINE);
    }
  }

  dispose() {
    this.strokes.dispose();
  }
}
