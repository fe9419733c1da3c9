/** An update that is looked at: its phases, what the present one shows, and its figures. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { cellWords } from '../../ui/cell-words.js';
import { shareText } from '../../ui/share-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { courseOf } from '../training/course.js';
import { PHASES } from './deferred.js';

const DIGITS = 2,
  RATE_DIGITS = 5;

export class UpdateView extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--s2);
        font-size: var(--text-sm);
      }
      h3 {
        font-size: var(--text-md);
        font-weight: var(--w-strong);
      }
      ol {
        display: flex;
        gap: var(--s1);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        flex: 1 1 0;
        display: grid;
      }
      ol button,
      .name {
        min-height: 36px;
        padding: 0 var(--s1);
        border-radius: var(--r1);
        text-align: center;
        font-size: var(--text-sm);
      }
      .name {
        display: grid;
        place-items: center;
        color: var(--ink-2);
      }
      [aria-current='step'] {
        border-color: var(--accent);
        color: var(--accent);
        font-weight: var(--w-strong);
      }
      .figure,
      .reading {
        color: var(--ink-2);
      }
      .reading {
        min-height: 3em;
      }
      :host(.projector) {
        font-size: 28px;
        line-height: 1.25;
      }
      :host(.projector) h3,
      :host(.projector) .name {
        font-size: 28px;
      }
      :host(.projector) .reading,
      :host(.projector) li:not([aria-current]) {
        display: none;
      }
      @media (max-width: 720px) {
        ol button {
          min-height: 48px;
        }
        .reading {
          min-height: 0;
        }
      }
    `,
  ];

  render() {
    const { view } = this,
      look = courseOf(view)?.look;
    if (!view || !look) return nothing;
    const { update } = look,
      facts = view.update?.phase === look.phase ? view.update : null,
      next = PHASES[PHASES.indexOf(look.phase) + 1] ?? 'end';
    return html`<h3>${words.text('update.title', { update: update.update })}</h3>
      <ol aria-label=${words.text('update.phases')}>
        ${PHASES.map((phase) => this.#phase(phase, phase === look.phase))}
      </ol>
      <p role="status">${this.#says(look, facts)}</p>
      ${this.#figures(look, facts).map((figure) => html`<p class="figure">${figure}</p>`)}
      ${facts && (look.phase === 'gradients' || look.phase === 'change')
        ? html`<p class="reading">${facts.reading ? this.#cell(facts.reading) : words.text('update.point')}</p>`
        : nothing}
      ${view.mayDrive
        ? html`<button class="primary" @click=${() => ask(this, 'trainLook', next)}>${words.text(next === 'end' ? 'update.end' : 'update.next')}</button>`
        : nothing}`;
  }

  #phase(phase, isNow) {
    const name = words.text(`update.phase.${phase}`),
      current = isNow ? 'step' : nothing;
    return html`<li aria-current=${current}>
      ${this.view?.mayDrive
        ? html`<button class="plain" aria-current=${current} @click=${() => ask(this, 'trainLook', phase)}>${name}</button>`
        : html`<span class="name" aria-current=${current}>${name}</span>`}
    </li>`;
  }

  /** What the phase shows, in a sentence. */
  #says({ phase, update }, facts) {
    const values = { update: update.update, texts: update.texts, rate: words.number(update.learningRate, RATE_DIGITS) };
    if (phase !== 'loss') return words.text(`update.says.${phase}`, values);
    const { loss = null, losses = [], targets = [] } = facts?.text ?? {};
    if (!facts) return '';
    if (loss === null) return words.text('update.says.none');
    const with_ = losses.flatMap((each, position) => (each === null ? [] : [position])),
      count = with_.length,
      [first] = with_;
    const shown = { count, loss: words.number(loss, DIGITS), target: targets[first], share: shareText(Math.exp(-losses[first]), words) };
    return words.text(count === 1 ? 'update.says.loss' : 'update.says.losses', shown);
  }

  /** @returns {string[]} */
  #figures({ phase, update }, facts) {
    const { texts, loss, norm, clipping } = update;
    switch (phase) {
      case 'loss':
        return [words.text('update.batch', { texts, loss: words.number(loss, DIGITS) })];
      case 'gradients':
        return [
          words.text('update.norm', { norm: words.number(norm, DIGITS) }),
          ...(clipping < 1 ? [words.text('update.clipped', { clipping: words.number(clipping, DIGITS) })] : []),
        ];
      case 'change':
        return facts?.most ? [words.text('update.most', { cell: this.#cell(facts.most) })] : [];
      default:
        return [];
    }
  }

  /** @param {import('./update-look.js').Reading} reading */
  #cell({ name, index, value }) {
    const { graph, trace } = /** @type {any} */ (this.view),
      { what, where } = cellWords(graph, name, index, trace, words);
    return words.text('update.cell', { cell: [what, where].filter((part) => part !== '').join(' · '), value: words.value(value) });
  }
}

customElements.define('orrery-update', UpdateView);
