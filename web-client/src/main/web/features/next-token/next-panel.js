/**
 * The panel "What comes next?": the most probable next tokens and one bar for all others, after a stage of the sampling or
 * compared with a second model. The driver can click a token to append it, add sampled tokens, and take tokens back.
 *
 * @typedef {import('../../model/trace.js').TraceInfo} TraceInfo
 * @typedef {import('../../ui/view.js').RunView} RunView
 */
import { html, nothing } from 'lit';
import '../next-token-visibility/visibility-controls.js';
import { ask } from '../../ui/ask.js';
import { choiceSource, comparisonPath, distributionPath, stagesOf } from './distribution.js';
import '../compare/compare-choice.js';
import { barsAfterAStage, barsOfTheModel, barsOfTwoModels } from './next-bars.js';
import { nextStyles } from './next-styles.js';
import { titleOf } from '../../ui/model-words.js';
import { remarksOn } from '../../ui/remarks.js';
import { rich } from '../../ui/rich-text.js';
import { tokenText } from '../../ui/step-texts.js';
import './run-on-form.js';
import './sampling-controls.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { hasRun } from '../../ui/view.js';
import { words } from '../../ui/words.js';

export class NextPanel extends ViewElement {
  static properties = {
    alone: { type: Boolean },
    stage: { state: true },
  };

  /** @type {import('../../live/debounced-request.js').DebouncedRequest<import('./distribution.js').Distribution>} */
  #distribution = choiceSource(() => this.requestUpdate());
  /** @type {import('../../live/debounced-request.js').DebouncedRequest<import('./distribution.js').Comparison>} */
  #comparison = choiceSource(() => this.requestUpdate());

  static styles = [shared, framed, nextStyles];

  constructor() {
    super();
    /** Whether the step's card, which says whether the answer is right, is under another tab. */
    this.alone = false;
    /** The stage of the sampling to show; −1: the last one, from which tokens are drawn. */
    this.stage = -1;
  }

  render() {
    const { view } = this;
    if (!hasRun(view)) return nothing;
    const { trace, second } = view;
    return html`<section aria-labelledby="title">
      <header>
        <h2 id="title">${words.text('next.title')}</h2>
        <p>${words.text('next.position', { position: trace.positions + 1 })}</p>
      </header>
      <orrery-answer-controls .view=${view}></orrery-answer-controls>
      ${trace.info.ended ? this.#ended(view) : nothing} ${this.#bars(view, second)} ${this.alone ? this.#verdict(view) : nothing}
      ${this.#foldsTools(view) ? html`<details ?open=${view.coming > 0}><summary>${words.text('next.tools')}</summary>${this.#tools(view, second)}</details>` : this.#tools(view, second)}
    </section>`;
  }

  /** Beside the notes of a tour the tools are folded: the notes, the next beat and the answers are all in view. @param {RunView} view */
  #foldsTools(view) {
    return !this.flat && Boolean(view.tour && view.room && view.mayDrive);
  }

  /** What adds tokens, and how they are chosen. @param {RunView} view @param {TraceInfo | null} second */
  #tools(view, second) {
    return html`${view.mayDrive ? this.#actions(view) : nothing}
      <orrery-sampling .view=${view}></orrery-sampling>
      ${
        view.mayDrive || second
          ? html`<orrery-compare .view=${view} @presets=${() => this.requestUpdate()}></orrery-compare>`
          : nothing
      }`;
  }

  /** Says that the text has ended; the driver may still add tokens. @param {RunView} view */
  #ended(view) {
    const token = tokenText(view.trace.info.text.at(-1) ?? '');
    return html`<p class="ended">${words.text(view.mayDrive && !view.full ? 'next.endedButGoOn' : 'next.ended', { token })}</p>`;
  }

  /** The probabilities, unless the room does not see them yet: then they are neither shown nor requested. @param {RunView} view @param {TraceInfo | null} second */
  #bars(view, second) {
    if (view.answer && !view.answer.here) {
      // alone, a tour asks first
      if (!view.room)
        return html`<p class="coming">${words.text(view.answer.asks ? 'tourAct.hidden' : 'tour.later')}</p>`;
      return view.room.mayDrive ? nothing : html`<p class="coming">${words.text('answer.coming')}</p>`;
    }
    return second ? this.#compared(view, second) : this.#chosen(view);
  }

  /** Whether the answer is right, as far as that can be checked. @param {RunView} view */
  #verdict(view) {
    if (view.answer?.here === false) return nothing;
    const said = remarksOn(view, words).filter(({ kind }) => kind !== 'end');
    return said.map(({ kind, text }) => html`<p class=${`verdict ${kind}`}>${rich(text)}</p>`);
  }

  /** The probabilities at a stage of the sampling. @param {RunView} view */
  #chosen(view) {
    const { trace, sampling } = view;
    const stages = stagesOf(sampling);
    const distribution =
      sampling.temperature > 0 ? view.draw : this.#distribution.answer(distributionPath(trace.id, sampling));
    const drawnFrom = sampling.temperature === 0 ? 0 : /** @type {number} */ (stages.at(-1));
    const stage = stages.includes(this.stage) ? this.stage : drawnFrom;
    const tile = this.#tileOf(view);
    const bars =
      !distribution || stage === 0
        ? barsOfTheModel(view, distribution, tile)
        : barsAfterAStage(view, distribution, stage, tile);
    // until the sampling's own probabilities are here, those of the model stand in for them
    return html`<div class="chosen" aria-busy=${String(!distribution && stage !== 0)}>${this.#stages(stages, stage)}${bars}</div>`;
  }

  /** The probabilities of two models. @param {RunView} view @param {TraceInfo} second */
  #compared(view, second) {
    const comparison = this.#comparison.answer(comparisonPath(view.trace.id, second.id));
    if (!comparison) return html`<p class="more">${words.text('compare.coming')}</p>`;
    return html`<p class="models" translate="no"><span><i></i>${titleOf(view.graph.model)}</span><span class="second"><i></i>${this.#titleOf(second)}</span></p>
      ${barsOfTwoModels(comparison, this.#tileOf(view))}`;
  }

  /** @param {TraceInfo} second */
  #titleOf(second) {
    return this.renderRoot.querySelector('orrery-compare')?.titleOf(second.model) ?? words.text('compare.second');
  }

  /** @param {number[]} stages @param {number} stage */
  #stages(stages, stage) {
    if (stages.length <= 2 && this.view?.sampling.temperature === 0) return nothing;
    return html`<div class="stages" role="group" aria-label=${words.text('sampling.stages')}>
      ${stages.map(
        (each) => html`<button aria-pressed=${String(each === stage)} @click=${() => (this.stage = each)}>
          ${words.text(`sampling.stage.${each}`)}
        </button>`,
      )}
    </div>`;
  }

  /** Renders a token; for the driver as a button that appends it. @param {RunView} view @returns {import('./next-bars.js').Tile} */
  #tileOf(view) {
    if (view.mayDrive && view.why)
      return (token, text) =>
        html`<button class="tile" translate="no" title=${words.text('why.chooseBar', { token: text })} @click=${() => ask(this, 'whyToken', token)}>${text}</button>`;
    if (!view.mayDrive || view.full) return (_, text) => html`<span class="tile" translate="no">${text}</span>`;
    return (token, text) => html`<button
      class="tile"
      translate="no"
      title=${words.text('next.force', { token: text })}
      aria-label=${words.text('next.force', { token: text })}
      @click=${() => ask(this, 'append', token)}
    >
      ${text}
    </button>`;
  }

  /** @param {RunView} view */
  #actions(view) {
    const { trace, coming, generating, full } = view;
    const busy = generating || coming > 0;
    return html`<div class="does">
      <button class="plain" ?disabled=${full || busy} @click=${() => ask(this, 'generate')}>${words.text('next.add')}</button>
      <button class="plain" ?disabled=${trace.positions < 2} @click=${() => ask(this, 'takeBack')}>
        ${words.text('next.takeBack')}
      </button>
      <button class="plain run" ?disabled=${full && !busy} @click=${() => ask(this, 'runOn')}>
        ${words.text(coming > 0 ? 'next.stop' : trace.info.ended ? 'next.goOn' : 'next.runOn')} <kbd aria-hidden="true">W</kbd>
      </button>
      <orrery-run-on .view=${view}></orrery-run-on>
    </div>`;
  }
}

customElements.define('orrery-next-panel', NextPanel);
