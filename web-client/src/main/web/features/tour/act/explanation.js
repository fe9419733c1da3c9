/** The explanation of a beat's revealed question, within the panels of a question to the room. */
import { css, nothing } from 'lit';
import { shared } from '../../../ui/styles.js';
import { ViewElement } from '../../../ui/view-element.js';
import { listenToWords } from '../rich.js';
import { questionStyle } from './question-style.js';
import { toldOf } from './question.js';

export class TourExplanation extends ViewElement {
  static styles = [
    shared,
    questionStyle,
    css`
      :host {
        font: inherit;
        color: inherit;
        text-align: start;
      }
      .told,
      .wait,
      .unknown {
        font-size: inherit;
        line-height: inherit;
      }
    `,
  ];

  firstUpdated() {
    listenToWords(this);
  }

  render() {
    const act = this.view?.tourAct;
    return act?.room?.phase === 'revealed' ? toldOf(act.asking) : nothing;
  }
}

customElements.define('orrery-tour-told', TourExplanation);
