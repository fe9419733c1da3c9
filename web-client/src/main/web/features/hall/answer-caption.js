/** The hall's caption while it shows what comes next: what is done with the probabilities, and where the walk is. */
import { html, nothing } from 'lit';
import { captionStyles } from '../../ui/caption-styles.js';
import { plainToken } from '../../ui/plain-token.js';
import { isCertain } from '../../ui/rounding.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

class HallAnswerCaption extends ViewElement {
  static properties = { place: {}, end: {} };

  static styles = [shared, captionStyles];

  constructor() {
    super();
    /** Chapter and layer. */
    this.place = '';
    /** What the end of the walk says, with the markup of rich-text.js; empty at other steps. */
    this.end = '';
  }

  render() {
    const { view } = this;
    const { trace, graph, sampling } = view ?? {};
    if (!view || !trace || !graph || !sampling || trace.next.length === 0) return nothing;
    const caption = trace.info.ended
      ? words.text('hallAnswer.ended', { token: plainToken(trace.text.at(-1) ?? '') })
      : sampling.temperature === 0
        ? this.#largest(trace.next, graph.sizes.d_vocab, view.full)
        : view.draw && drawn(view.draw);
    return html`<p class="caption">${rich(caption || '…')}</p>
      <p class="place">${this.#placeOf(view)}</p>`;
  }

  /** @param {{text: string, p: number}[]} next @param {number} size of the vocabulary @param {boolean} full */
  #largest(next, size, full) {
    const [first] = next;
    const said = full ? 'full' : isCertain(first.p) ? 'certain' : 'largest';
    return words.text(`hallAnswer.${said}`, { size, token: plainToken(first.text) });
  }

  /** @param {import('../../ui/view.js').View} view */
  #placeOf({ answer, trace, sampling }) {
    const { place } = this;
    if (sampling.temperature > 0) return words.text('hallAnswer.chance', { place, seed: String(sampling.seed) });
    if (answer?.by !== 'generate' && answer?.by !== 'append')
      return this.end !== '' ? rich(this.end) : words.text('hallAnswer.place', { place });
    return words.text('hallAnswer.added', { place, token: plainToken(trace?.text.at(-1) ?? '') });
  }
}

/** What temperature, top-k and top-p do, and what is drawn. @param {import('../next-token/distribution.js').Distribution} distribution */
function drawn({ sampling: { temperature }, drawable, vocabulary, drawn: { text } }) {
  const token = plainToken(text);
  const heat = temperature > 1 ? 'warmer' : temperature < 1 ? 'colder' : 'neutral';
  const draw = drawable.count < vocabulary ? 'drawnOfSome' : 'drawnOfAll';
  return `${words.text(`hallAnswer.${heat}`, { temperature: words.number(temperature, 1) })} ${words.text(
    `hallAnswer.${draw}`,
    {
      token,
      count: drawable.count,
      size: vocabulary,
    },
  )}`;
}

customElements.define('orrery-hall-answer-caption', HallAnswerCaption);
