/**
 * The lines of the wiring with rounded corners and arrow heads, the ribbon of the stream, and the dials. They are one batch,
 * which is written again whenever an arm turns or the focus changes.
 */
import { ROLES } from './colour.js';
import { DIAL, LINE, RIBBON, Strokes } from './strokes.js';
import { ribbons, rounded, wiring } from '../layout/wiring.js';

const TICKS = 120,
  ARC = 2; // ticks that one piece of the circle spans
/** Opacity of the stream's ribbon. */
const RIBBON_STRENGTH = { dark: 0.3, light: 0.34 };
/** In u. */
const HEAD_LENGTH = 1.5;

export class FlowLines {
  /** The wires with their rounded points. */
  lines;
  #ribbons;
  #plan;

  /**
   * @param {import('../layout/layout.js').Layout} plan
   * @param {Map<string, import('../layout/anatomy.js').GraphNode>} nodes
   * @param {import('./scene-renderer.js').Shared} shared
   */
  constructor(plan, nodes, shared) {
    this.#plan = plan;
    this.#ribbons = ribbons(plan);
    this.lines = wiring(plan, nodes).map((wire) => ({
      ...wire,
      points: rounded(wire.points, wire.corner),
      colour: ROLES.indexOf(wire.role),
    }));
    const segments = this.lines.reduce((sum, line) => sum + line.points.length + 1, 0);
    this.strokes = new Strokes(segments + this.#ribbons.length + plan.dials.length * 2 * TICKS + 8, shared);
  }

  /**
   * @param {ArrayLike<number>} angles of the arms
   * @param {ArrayLike<number>} strength of each line, 0…1 (0: not drawn)
   * @param {boolean} dark whether the theme is dark
   */
  write(angles, strength, dark) {
    const { strokes } = this,
      { columns, dials, u } = this.#plan;
    strokes.clear();
    this.#ribbons.forEach((ribbon) => {
      const x = columns[ribbon.column].x;
      strokes.add(
        x,
        -ribbon.y0,
        0,
        x,
        -ribbon.y1,
        0,
        1,
        ribbon.width,
        dark ? RIBBON_STRENGTH.dark : RIBBON_STRENGTH.light,
        RIBBON,
      );
    });
    for (const dial of dials) this.#dial(dial, columns[dial.column].x, u);
    for (let l = 0; l < this.lines.length; l++) {
      if (strength[l] <= 0) continue;
      const line = this.lines[l],
        x0 = columns[line.column].x,
        angle = line.arm < 0 ? 0 : angles[line.arm];
      strokes.line(
        line.points,
        angle,
        x0,
        line.colour,
        line.width,
        strength[l],
        line.head ? HEAD_LENGTH * u : 0,
        line.fromArm < 0 ? 0 : angles[line.fromArm],
      );
    }
    strokes.commit();
  }

  /** @param {import('../layout/layout.js').Dial} dial @param {number} x0 @param {number} u */
  #dial({ y, radius }, x0, u) {
    const { strokes } = this;
    for (let i = 0; i < TICKS; i++) {
      const a = (2 * Math.PI * i) / TICKS,
        b = (2 * Math.PI * (i + ARC)) / TICKS;
      const ca = Math.cos(a),
        sa = Math.sin(a);
      if (i % ARC === 0)
        strokes.add(
          x0 + radius * ca,
          -y,
          radius * sa,
          x0 + radius * Math.cos(b),
          -y,
          radius * Math.sin(b),
          DIAL,
          1,
          1,
          LINE,
        );
      const inner = radius - (i % 10 === 0 ? 4 : i % 5 === 0 ? 2.6 : 1.3) * u;
      strokes.add(x0 + radius * ca, -y, radius * sa, x0 + inner * ca, -y, inner * sa, DIAL, 1, 1, LINE);
    }
  }

  dispose() {
    this.strokes.dispose();
  }
}
