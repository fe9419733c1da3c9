/**
 * The hall's screen: a large strip of tokens above the scene; below it a caption of two lines and a line for the place.
 *
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { insist } from '../../live/retry.js';
import { stepsAround } from '../../model/graph.js';
import { captionStyles } from '../../ui/caption-styles.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { remarksOn } from '../../ui/remarks.js';
import { placeOf, stepTexts } from '../../ui/step-texts.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import '../tokens/text-view.js';
import '../tokens/token-strip.js';
import { ViewElement } from '../../ui/view-element.js';
import { hostOf } from '../../ui/join-address.js';
import { words } from '../../ui/words.js';

export class Projector extends ViewElement {
  static properties = { answers: { type: Boolean, reflect: true } };

  static styles = [
    shared,
    logoStyle,
    captionStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        pointer-events: none;
      }
      header {
        display: grid;
        grid-template-columns: minmax(36px, 1fr) minmax(0, max-content) minmax(max-content, 1fr);
        align-items: center;
        gap: var(--s4);
        min-height: 72px;
        padding: 0 28px;
        background: linear-gradient(var(--bg) calc(100% - 28px), transparent);
      }
      .logo {
        --logo-size: 36px;
      }
      orrery-token-strip {
        --strip-size: 46px;
        --strip-text: 28px;
        --strip-least: 28px;
        max-width: 100%;
      }
      orrery-text {
        --running-size: 30px;
        --running-least: 28px;
        padding: 8px 0;
      }
      /* the text itself is written large below */
      header.answers {
        background: color-mix(in srgb, var(--bg) 96%, transparent);
      }
      .answers orrery-text {
        max-height: 46px;
        overflow: hidden;
        opacity: 0;
      }
      /* The machine may be behind a wide code, below the part of the header that hides it. */
      .code {
        justify-self: end;
        margin-right: -8px;
        padding: 0 8px;
        border-radius: var(--r1);
        background: color-mix(in srgb, var(--bg) 85%, transparent);
        font-size: 28px;
        font-weight: var(--w-strong);
        letter-spacing: 0.04em;
        white-space: nowrap;
      }
      /* The name of what the driver has in focus, over the machine. */
      .focus {
        align-self: flex-start;
        margin: 8px 28px auto;
        padding: 2px 10px;
        border-radius: var(--r1);
        background: color-mix(in srgb, var(--bg) 80%, transparent);
        font-size: 30px;
        font-weight: var(--w-strong);
        color: var(--ink);
      }
      footer {
        min-height: 146px;
        padding: 14px 32px 16px;
        background: var(--hall-foot-surface);
        border-top: 1px solid var(--line);
        position: relative;
      }
      .progress {
        position: absolute;
        left: 0;
        top: -3px;
        height: 5px;
        /* a straight end across the whole width makes Chromium leave out what is behind the answer */
        border-radius: 0 3px 3px 0;
        background: var(--accent);
      }
      .remark {
        font-size: 30px;
        line-height: 1.25;
        color: var(--ink);
      }
      .right {
        color: var(--good);
      }
      .wrong {
        color: color-mix(in oklab, var(--bad) 80%, var(--ink));
      }
      @media (max-width: 1100px) {
        orrery-token-strip {
          --strip-size: 42px;
        }
      }
      @media (max-width: 720px) {
        header {
          grid-template-columns: minmax(0, 1fr) auto;
          gap: var(--s3);
          padding: 0 var(--s4);
        }
        .logo {
          display: none;
        }
        orrery-token-strip {
          --strip-size: 30px;
          --strip-text: 18px;
          --strip-least: 0px;
        }
        orrery-text {
          --running-size: 20px;
          --running-least: 0px;
        }
        .code {
          font-size: 20px;
        }
        .focus {
          margin-inline: var(--s4);
          font-size: 19px;
        }
        footer {
          padding: var(--s3) var(--s4);
        }
        .remark {
          font-size: 19px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** Whether the screen shows what comes next. */
    this.answers = false;
  }

  willUpdate() {
    const { view } = this;
    this.answers = view !== null && view.graph !== null && (view.answer?.forward ?? false);
  }

  render() {
    const { view, answers } = this;
    if (!view) return nothing;
    // Loaded after the first text, and before the server may go away.
    if (view.status === 'open') loadPanels();
    // the answers to a question for a place stand where the name of the part would
    const isNamed = !answers && !view.why && view.room?.parts.place?.question.phase !== 'revealed';
    return html`<header class=${answers ? 'answers' : ''}>
        ${logo}<orrery-text still lines="3" .view=${view}><orrery-token-strip bare .view=${view}></orrery-token-strip></orrery-text>
        <span class="code">${spokenCode(view.code)}</span>
      </header>
      ${answers ? html`<orrery-hall-answer .view=${view}></orrery-hall-answer>` : nothing}
      ${view.focusName && isNamed ? html`<p class="focus" part="focus">${rich(view.focusName)}</p>` : nothing} ${this.#caption(view, answers)}`;
  }

  /** @param {View} view @param {boolean} answers */
  #caption(view, answers) {
    const code = spokenCode(view.code);
    const join = words.text('projector.join', { address: hostOf(view), code });
    if (!view.graph || view.step === null) {
      return html`<footer><p class="caption">${words.text('projector.waiting')}</p></footer>`;
    }
    const { graph, step, trace } = view;
    const place = placeOf(graph, step, words);
    const steps = stepsAround(graph, step);
    const at = steps.findIndex(({ id }) => id === step);
    const { closed, layer } = /** @type {import('../../model/graph.js').Step} */ (graph.byId.get(step));
    const line = closed
      ? words.text('projector.closed', { layer: Number(layer) + 1, layers: graph.sizes.n_layers })
      : place.layer
        ? `${place.layer} · ${place.chapter}`
        : place.chapter;
    const remarks = remarksOn(view, words);
    const end = remarks.find(({ kind }) => kind === 'end');
    const checks = remarks.filter((remark) => remark !== end);
    const said = checks.map(({ kind, brief }) => html`<p class="remark ${kind}">${rich(brief ?? '')}</p>`);
    // of a draw the hall says how it was made, also within a tour
    const isDrawn = answers && (view.sampling?.temperature ?? 0) > 0;
    if (view.tour && !view.tour.away && !isDrawn && !view.second && !view.cell.value?.held)
      return tourFooter(view, said);
    if (view.update) return html`<footer><orrery-update hall .view=${view}></orrery-update></footer>`;
    // the tool itself is drawn over the machine
    if (view.why)
      return html`<footer>${progress(view.tour, at, steps.length)}<p class="caption">${words.text(`why.tool.${view.why.tool}.question`)}</p><p class="place">${line}</p></footer>`;
    if (answers && !view.second && !view.cell.value?.held)
      return html`<footer>${progress(view.tour, at, steps.length)}<orrery-hall-answer-caption .view=${view} .place=${line} .end=${end?.brief ?? ''}></orrery-hall-answer-caption>${said}</footer>`;
    return html`<footer>
      ${progress(view.tour, at, steps.length)}
      ${
        view.cell.value?.held
          ? html`<orrery-hall-cell .view=${view}></orrery-hall-cell>`
          : view.second && (view.answer?.toRoom ?? false)
            ? html`<orrery-hall-compared .view=${view}></orrery-hall-compared>`
            : html`<p class="caption">${rich(stepTexts(graph, step, trace, words).caption)}</p>
            ${said}
            <p class="place">${at === 0 ? rich(join) : (end?.brief ?? line)}</p>`
      }
    </footer>`;
  }
}

/** During a tour the caption is the beat's title, unless only the view has a text, and is another one. @param {import('../../ui/view.js').View} view @param {unknown} said remarks on the result */
const tourFooter = ({ tour }, said) =>
  html`<footer>
    ${progress(tour, 0, 1)}
    <p class="caption">${tour?.beat.title}</p>
    ${said}
    <p class="place">${tour?.beat.chapter.title}</p>
  </footer>`;

/** How far the tour is, or the walk. @param {import('../tour/tour-state.js').TourView | null | undefined} tour @param {number} at @param {number} steps */
const progress = (tour, at, steps) => {
  const share = tour ? (tour.index + 1) / tour.beats.length : at / Math.max(1, steps - 1);
  return html`<div class="progress" .style=${`width: ${100 * share}%`}></div>`;
};

/** @type {Promise<unknown> | null} */
let panels = null;

/** Loads the elements that show what comes next, the held cell and the second model. */
function loadPanels() {
  panels ??= insist(() => import('./panels.js'));
}

customElements.define('orrery-projector', Projector);
