/** Base class of sheets over the page: each renders a `dialog`. */
import { ViewElement } from './view-element.js';

export class Sheet extends ViewElement {
  get dialog() {
    return this.renderRoot.querySelector('dialog');
  }

  get open() {
    return this.dialog?.open ?? false;
  }

  /** Closes the sheet. The button that opened it does not get the focus back: it would take the keys that move the walk. */
  close() {
    this.dialog?.close();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
}
