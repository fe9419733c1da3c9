/** Base class of panels that render the view. */
import { LitElement } from 'lit';

export class ViewElement extends LitElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { view: { attribute: false }, flat: { type: Boolean, reflect: true } };

  constructor() {
    super();
    /** @type {import('./view.js').View | null} */
    this.view = null;
    /** Whether another panel contains it, so that it has no frame of its own. */
    this.flat = false;
  }
}
