/** The questions of understanding at the end of a chapter, one at a time, in front of the machine. */
import { css, html, nothing } from 'lit';
import { ask } from '../../../ui/ask.js';
import { shared } from '../../../ui/styles.js';
import { words } from '../../../ui/words.js';
import { actStyle } from '../act/act-style.js';
import { AskingPanel } from '../act/asking-panel.js';
import { optionsOfQuestion, questionText, toldOf } from '../act/question.js';
import { listenToWords } from '../rich.js';

export class ChapterCheck extends AskingPanel {
  static styles = [
    shared,
    actStyle,
    css`
      .kicker {
        font-size: var(--text-sm);
        letter-spacing: var(--track-caps);
        text-transform: uppercase;
        color: var(--ink-3);
      }
      .about {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      section {
        max-height: calc(var(--free) * 0.9);
      }
    `,
  ];

  firstUpdated() {
    listenToWords(this);
  }

  render() {
    const check = this.view?.tourCheck;
    if (!check || !this.isPlaced) return nothing;
    const { chapter, at, count, asking, again, about, isEnd } = check;
    const { told, tried, right, options, answer } = asking;
    const isWrong = told && right >= 0 && (tried.told === 'skipped' || answer !== options[right]);
    const does = { choose: (/** @type {string} */ id) => ask(this, 'tourCheckChoose', id) };
    return html`<section class=${this.isInSheet ? 'sheet' : ''} style=${this.place(false)} aria-labelledby="check-title">
      <p class="kicker" id="check-title">${words.text('tourCheck.title', { chapter, n: at + 1, of: count })}</p>
      ${about ? html`<p class="about">${words.text('tourCheck.about', { title: about.title, text: about.text.join('').trim(), changed: about.changes.length, model: about.model })}</p>` : nothing}
      <div class="question" id="check-question">${questionText(asking)}</div>
      ${optionsOfQuestion(asking, { name: 'check', does, keys: true })}
      <div class="after" role="status">${toldOf(asking)}</div>
      <div class="does">
        ${
          told
            ? html`<button type="button" class="filled" @click=${() => ask(this, 'tourCheckNext')}>${words.text(at + 1 < count ? 'tourCheck.next' : isEnd ? 'tour.end' : 'tourCheck.on')}</button>
              ${isWrong ? html`<button type="button" class="plain" @click=${() => ask(this, 'tourCheckBack')}>${words.text('tourCheck.again', { title: again.title })}</button>` : nothing}`
            : html`<button type="button" class=${tried.answer === null ? 'plain' : 'filled'} ?disabled=${tried.answer === null} @click=${() => ask(this, 'tourCheckReveal')}>
                ${words.text('tourAct.reveal')}${tried.answer === null ? nothing : html` <kbd aria-hidden="true">↵</kbd>`}
              </button>
              <button type="button" class="plain quiet" @click=${() => ask(this, 'tourCheckSkip')}>${words.text('tourAct.skip')}</button>`
        }
      </div>
    </section>`;
  }
}

customElements.define('orrery-chapter-check', ChapterCheck);
