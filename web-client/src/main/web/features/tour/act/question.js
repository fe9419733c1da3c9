/**
 * A question with its options, hints, and, once its person has been told, the right option, the measured picture and the explanation. The
 * act and the chapter's questions draw it.
 *
 * @typedef {import('./asking.js').Asking} Asking
 *
 * @typedef {object} Does  what a person can do; absent: not on this page
 * @property {(id: string) => void} [choose]
 * @property {() => void} [hint]
 * @property {() => void} [show]
 *
 * @typedef {object} Drawn
 * @property {string} name       of the group of options, unique in its root
 * @property {Does} does
 * @property {number[] | null} [only]  indices of the options that are shown; all by default
 * @property {number[]} [counts]       how many of a room chose each of these
 * @property {boolean} [keys]    whether figures choose
 */
import { html, nothing } from 'lit';
import { rich as richText } from '../../../ui/rich-text.js';
import { words } from '../../../ui/words.js';
import { shareText } from '../../../ui/rounding.js';
import { numberText } from '../fact-words.js';
import { blocksOf, withoutReply } from '../forms.js';
import { renderRich } from '../rich.js';
import { answerFact } from './asking.js';
import { isToken, optionName } from './option-name.js';
import { KEYS } from './options.js';
import { lengths } from './picture.js';
import { HINTS } from './progress-of.js';

/** Names with more characters make their options wide. */
const SHORT = 14;
/** Options whose names have at most so many characters stand side by side on a phone. */
const TINY = 3;
const check = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 12.5 5 5L20 6.5" /></svg>`;
const cross = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18" /></svg>`;

/** @param {Asking} asking */
const filled = ({ answer, facts }) => ({ facts, answer: answerFact(answer, answer ? optionName(answer) : '') });

/** The question itself. @param {Asking} asking */
export const questionText = (asking) => renderRich(asking.act.question, filled(asking));

/** @param {Asking} asking @param {Drawn} drawn */
export function optionsOfQuestion(asking, { name, does, only = null, counts, keys = false }) {
  const { options, told, right, tried, picture } = asking;
  const shown = only ?? options.map((_, i) => i);
  const bars = picture ? lengths(picture) : [];
  const figures = picture ? written(picture) : [];
  const isWide = shown.some((i) => options[i].kind !== 'token' && [...optionName(options[i])].length > SHORT);
  const isTiny = !isWide && shown.every((i) => [...optionName(options[i])].length <= TINY);
  const most = Math.max(1, ...(counts ?? []));
  return html`<div class="options ${isWide ? 'wide' : isTiny ? 'tiny' : ''} ${picture ? 'measured' : ''} ${shown.length > 8 ? 'many' : ''}" role="radiogroup" aria-labelledby=${`${name}-question`}>
    ${shown.map((i, place) => {
      const option = options[i];
      const label = optionName(option);
      const chosen = option.id === tried.answer;
      const isRight = told && i === right;
      const kind = [
        option.kind === 'other' && 'other',
        chosen && 'chosen',
        isRight && 'right',
        told && chosen && !isRight && right >= 0 && 'wrong',
      ]
        .filter(Boolean)
        .join(' ');
      return html`<div class="option">
        <button
          type="button"
          role="radio"
          class=${kind}
          aria-checked=${String(chosen)}
          aria-describedby=${told ? `${name}-${i}-told` : nothing}
          ?disabled=${!does.choose || told}
          @click=${() => does.choose?.(option.id)}
        >
          <bdi translate=${isToken(option) ? 'no' : nothing}>${label}</bdi>${isRight ? check : told && chosen && right >= 0 ? cross : nothing}
          ${keys && does.choose && !told && place < KEYS ? html`<kbd aria-hidden="true">${place + 1}</kbd>` : nothing}
        </button>
        ${told ? html`<span class="hidden" id=${`${name}-${i}-told`}>${[isRight && words.text('tourAct.isRight'), figures[i] && words.text('tourAct.measured', { value: figures[i] })].filter(Boolean).join(', ')}</span>` : nothing}
        ${counts ? html`<span class="people"><i .style=${`width:${(100 * (counts[place] ?? 0)) / most}%`}></i><b>${words.text('prediction.people', { people: counts[place] ?? 0 })}</b></span>` : nothing}
        ${
          picture
            ? html`<span class="bar ${isRight ? 'most' : ''} ${(picture.values[i] ?? 0) < 0 ? 'against' : ''}" aria-hidden="true"><i .style=${`--length:${bars[i]}`}></i></span><span class="value ${isRight ? 'most' : ''}" aria-hidden="true">${figures[i]}</span>`
            : nothing
        }
      </div>`;
    })}
  </div>`;
}

/** The values under the bars. @param {import('./picture.js').Picture} picture */
function written({ kind, values }) {
  const text = kind === 'number' ? numberText : shareText;
  return values.map((value) => (value === null ? '' : text(value, words)));
}

/** The hints that have been given, and the button for the next one. @param {Asking} asking @param {Does} does */
export function hintsOf(asking, does) {
  const { act, tried, told } = asking;
  const hints = act.hints ?? [];
  const given = told ? 0 : Math.min(tried.hints, hints.length);
  return html`<div class="hints" aria-live="polite">
    ${hints.slice(0, given).map(
      (
        hint,
        i,
      ) => html`<div class="hint"><span class="n">${words.text('tourAct.hint', { n: i + 1, of: Math.min(HINTS, hints.length) })}</span>
        <div>${renderRich(hint, filled(asking))}</div>
        ${i === hints.length - 1 && act.show && does.show ? html`<button type="button" class="plain small" @click=${does.show}>${words.text('tourAct.show')}</button>` : nothing}</div>`,
    )}
  </div>`;
}

/** Whether there is another hint. @param {Asking} asking */
export const hasHint = ({ act, tried, told }) => !told && tried.hints < (act.hints?.length ?? 0);

/** The explanation: whether the answer is right, and why; after skipping, the right answer. @param {Asking} asking */
export function toldOf(asking) {
  const { act, told, tried, right, options, answer, isMeasured } = asking;
  if (!told) return nothing;
  if (!isMeasured) return html`<p class="wait">${words.text('tourAct.measuring')}</p>`;
  if (right < 0) return html`<p class="unknown">${words.text('tourAct.unknown')}</p>`;
  const isRight = answer === options[right];
  const skipped = tried.told === 'skipped';
  return html`<div class="told ${skipped ? 'skipped' : isRight ? 'good' : 'bad'}">
    ${skipped ? html`<p class="lead">${richText(words.text('tourAct.skipped', { answer: optionName(options[right]) }))}</p>` : nothing}
    ${renderRich(skipped ? withoutReply(blocksOf(act.rightText, words.level), words.text('tourAct.reply')) : isRight ? act.rightText : act.wrongText, filled(asking))}
  </div>`;
}
