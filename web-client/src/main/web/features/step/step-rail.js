/**
 * The rail of all steps by chapter; a chapter is about as wide as its number of steps. In a long rail a bar stands for several steps
 * (rail-bars.js). The driver can press a bar to go to its step, and again to go to the next one that it stands for. Of a large model, the
 * layers that the walk passes by are thinner.
 */
import { css, html, nothing, unsafeCSS } from 'lit';
import { chapters, isVisited, stepsAround } from '../../model/graph.js';
import { ask } from '../../ui/ask.js';
import { chapterName, stepTexts } from '../../ui/step-texts.js';
import { NARROW, railOf } from './rail-bars.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { onResize } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';

/** @typedef {import('../../model/graph.js').Step} Step */

export class StepRail extends ViewElement {
  static properties = {
    list: { type: Boolean, reflect: true },
    width: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        min-width: 0;
        flex: 1;
        container-type: inline-size;
      }
      nav > ol {
        display: flex;
      }
      .chapter {
        flex: 1 1 auto;
        min-width: 0;
      }
      .name {
        display: block;
        height: 20px;
        font-size: var(--text-sm);
        line-height: 20px;
        color: var(--ink-2);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        margin-bottom: 2px;
      }
      .chapter:not(:last-child) .name {
        padding-right: var(--s2);
      }
      .chapter.now .name {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .steps {
        display: flex;
      }
      .steps li {
        flex: 1 1 0;
        min-width: 0;
      }
      .step {
        display: block;
        width: 100%;
        padding: 8px 2px;
        border-radius: var(--r1);
      }
      .step i {
        display: block;
        height: 8px;
        border-radius: 2px;
        background: var(--line);
      }
      .past i {
        background: color-mix(in srgb, var(--accent) 62%, var(--surface));
      }
      /* layers that → passes by */
      .step i.passed {
        height: 4px;
        margin: 2px 0;
      }
      /* a bar that stands for several layers shows each */
      .several {
        display: flex;
        gap: 1px;
      }
      .several i {
        flex: 1;
        min-width: 0;
        border-radius: 0;
      }
      .present i {
        background: var(--accent);
        outline: 2px solid var(--accent);
        outline-offset: 2px;
        border-radius: 1px;
      }
      .several.present i:not(.here) {
        background: var(--line);
        outline: none;
      }
      .several.present i.before {
        background: color-mix(in srgb, var(--accent) 62%, var(--surface));
      }
      button.step:hover i {
        background: color-mix(in srgb, var(--accent) 80%, var(--ink));
      }
      /* wide enough for all names of a model with one open layer: chapters of one step take what their names need */
      @container (min-width: 800px) {
        .chapter {
          min-width: min-content;
        }
      }
      /* the current chapter's name is never cut */
      @container (min-width: ${unsafeCSS(NARROW + 1)}px) {
        .chapter.now {
          min-width: min-content;
        }
      }
      @container (max-width: ${unsafeCSS(NARROW)}px) {
        .chapter:not(.now) .name {
          visibility: hidden;
        }
        .chapter.now .name {
          overflow: visible;
        }
        .chapter.late .name {
          direction: rtl;
        }
      }

      :host([list]) nav > ol {
        display: block;
      }
      :host([list]) .chapter + .chapter {
        margin-top: var(--s3);
      }
      :host([list]) .chapter .name {
        visibility: visible;
      }
      :host([list]) .steps {
        display: block;
      }
      :host([list]) .step {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: 48px;
        padding: 0 var(--s2);
        text-align: left;
      }
      :host([list]) .step i {
        flex: none;
        width: 24px;
      }
      :host([list]) .present {
        background: var(--surface-2);
      }
    `,
  ];

  constructor() {
    super();
    /** Whether to show a list of titles, for a sheet, instead of a line of bars. */
    this.list = false;
    /** Its width, px; 0 before its first layout. */
    this.width = 0;
    onResize(this, ([{ contentRect }]) => {
      this.width = contentRect.width;
    });
  }

  render() {
    const { graph, step } = this.view ?? {};
    if (!graph || !step) return nothing;
    const order = stepsAround(graph, step).map(({ id }) => id);
    const now = order.indexOf(step);
    const groups = chapters(graph, step).map(({ steps }) => steps),
      nameOf = (/** @type {Step[]} */ steps) => chapterName(steps, words);
    // a list has room for all steps; so has, until its width is known, a line
    const { chapters: rail, space } = railOf(
      groups,
      step,
      this.list || this.width === 0 ? Infinity : this.width,
      nameOf,
    );
    return html`<nav aria-label=${words.text('rail.label')}>
      <ol .style=${this.list ? '' : `gap: ${space}px`}>
        ${rail.map(({ name, steps, bars, least }, i) => {
          const here = steps.some(({ id }) => id === step);
          return html`<li
            class="chapter ${here ? 'now' : ''} ${i >= rail.length - 2 ? 'late' : ''}"
            .style=${this.list ? '' : `flex: ${bars.length} 1 ${least}px`}
          >
            <span class="name">${name}</span>
            <ol class="steps">
              ${bars.map((bar) =>
                this.#bar(
                  graph,
                  bar,
                  bar.map(({ id }) => order.indexOf(id) - now),
                  name,
                ),
              )}
            </ol>
          </li>`;
        })}
      </ol>
    </nav>`;
  }

  /** @param {import('../../model/graph.js').Graph} graph @param {Step[]} steps @param {number[]} from how many steps each is after the current one @param {string} chapter */
  #bar(graph, steps, from, chapter) {
    const isNow = from.includes(0),
      when = isNow ? 'present' : from[0] < 0 ? 'past' : 'future';
    const title =
      steps.length > 1
        ? chapterName(steps, words)
        : stepTexts(graph, steps[0].id, this.view?.trace ?? null, words).title;
    const passes = (/** @type {Step} */ step) => !isVisited(step, this.view?.trace?.info.visits);
    const name = words.text(isNow ? 'rail.now' : steps.every(passes) ? 'rail.passed' : 'rail.step', { chapter, title });
    const isSeveral = steps.length > 1 && steps.every(({ closed }) => closed),
      kind = `step ${when} ${isSeveral ? 'several' : ''}`;
    const marks = (isSeveral ? steps : steps.slice(0, 1)).map(
      (step, i) =>
        html`<i class="${passes(step) ? 'passed' : ''} ${isSeveral && from[i] === 0 ? 'here' : from[i] < 0 ? 'before' : ''}"></i>`,
    );
    const inside = html`${marks}${this.list ? html`<span>${title}</span>` : nothing}`;
    const to = isNow ? steps[(from.indexOf(0) + 1) % steps.length] : (steps.find((step) => !passes(step)) ?? steps[0]);
    return html`<li aria-current=${isNow ? 'step' : nothing}>
      ${
        this.view?.mayDrive
          ? html`<button class=${kind} title=${this.list ? nothing : steps.every(passes) ? name : title} aria-label=${name} @click=${() => ask(this, 'go', to.id)}>
            ${inside}
          </button>`
          : html`<span class=${kind} title=${this.list ? nothing : title}>
            ${inside}<span class="hidden">${this.list ? '' : name}</span>
          </span>`
      }
    </li>`;
  }

  updated() {
    if (this.list) this.renderRoot.querySelector('.present')?.scrollIntoView({ block: 'nearest' });
  }
}

customElements.define('orrery-step-rail', StepRail);
