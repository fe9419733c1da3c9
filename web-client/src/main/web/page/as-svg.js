/**
 * A drawn part of the page as one SVG file, which needs neither the page nor its styles: texts stay texts, drawings stay drawings, and a canvas
 * becomes an image. Places and colours are those that the browser has worked out, so the file looks as the page does. What is scrolled out of
 * sight is left out, and so are menus (`nav`); shadows, gradients of boxes and the marks of controls are not drawn.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box  px of the window
 */

/** What style sheets may say of a drawing, and the values that hold where nothing is said. */
const PAINT = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  'fill-rule': 'nonzero',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'font-family': '',
  'font-size': '',
  'font-weight': '400',
  'font-style': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'letter-spacing': 'normal',
  'paint-order': 'normal',
};
/** Free space around all that is drawn, px. */
const MARGIN = 16;
/** Attributes of a drawing that mean nothing in the file. */
const OF_THE_PAGE = /^(class|style|part|slot|tabindex|role|data-.*|aria-.*|on.*|\..*|@.*)$/;
const ENTITIES = /** @type {Record<string, string>} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' });
/** Characters that XML cannot hold. */
const NO_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
const escaped = (/** @type {string} */ text) =>
  text.replace(NO_XML, '\ufffd').replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/**
 * @param {Element} element
 * @param {string} title
 * @param {string} alt  in words, for whoever does not see it
 * @returns {string} the file
 */
export function asSvg(element, title, alt) {
  const { left, top } = element.getBoundingClientRect();
  const paper = paint(getComputedStyle(document.body).backgroundColor);
  const writer = new Writer(left, top);
  const inside = writer.element(element);
  const { right, bottom } = writer.reach;
  const [width, height] = [right + 2 * MARGIN, bottom + 2 * MARGIN].map(Math.ceil);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<desc>${escaped(alt)}</desc>
<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" ${paper.alpha > 0 ? `fill="${paper.colour}"` : 'fill="none"'}/>
${inside}</svg>
`;
}

const pen = /** @type {CanvasRenderingContext2D} */ (
  Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  })
);
/** @type {Map<string, {colour: string, alpha: number}>} */
const known = new Map();

/** A colour in any notation of CSS, as one that every program reads, and its opacity. @param {string} css */
function paint(css) {
  let found = known.get(css);
  if (!found) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = css;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    const hex = [r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('');
    found = { colour: `#${hex}`, alpha: a / 255 };
    known.set(css, found);
  }
  return found;
}

/** @param {'fill' | 'stroke'} how @param {string} css */
function painted(how, css) {
  if (css === 'none' || css.startsWith('url')) return `${how}="${css.replaceAll('"', "'")}"`;
  const { colour, alpha } = paint(css);
  return alpha === 0 ? `${how}="none"` : `${how}="${colour}"${alpha < 1 ? ` ${how}-opacity="${round(alpha)}"` : ''}`;
}

class Writer {
  #left;
  #top;
  /** How many names have been given. */
  #names = 0;
  /** How far to the right and down something is drawn, px. */
  reach = { right: 0, bottom: 0 };
  /** The part of the window that scrolling and clipping ancestors leave visible. */
  #seen = { right: Infinity, bottom: Infinity };

  /** @param {number} left of the part, px @param {number} top */
  constructor(left, top) {
    this.#left = left;
    this.#top = top;
  }

  /** @param {Element} element @returns {string} */
  element(element) {
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.clipPath === 'inset(50%)' || element.matches('style, script, template, nav'))
      return '';
    if (element instanceof SVGSVGElement) return style.visibility === 'hidden' ? '' : this.#drawing(element);
    if (element instanceof HTMLCanvasElement) return this.#image(element);
    const isSeen = style.display !== 'contents' && style.visibility !== 'hidden';
    const around = this.#seen;
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
      const { right, bottom } = element.getBoundingClientRect();
      this.#seen = { right: Math.min(right, around.right), bottom: Math.min(bottom, around.bottom) };
    }
    const inside = [...partsOf(element)]
      .map((part) =>
        part instanceof Element
          ? this.element(part)
          : part instanceof Text && style.visibility !== 'hidden'
            ? this.#text(part, style)
            : '',
      )
      .join('');
    this.#seen = around;
    const drawn = (isSeen ? this.#box(element, style) : '') + this.#clipped(element, style, inside);
    const { opacity } = style;
    return opacity === '1' || drawn === ''
      ? drawn
      : Number(opacity) === 0
        ? ''
        : `<g opacity="${opacity}">${drawn}</g>\n`;
  }

  /** @param {Element} element @param {CSSStyleDeclaration} style @param {string} inside */
  #clipped(element, style, inside) {
    const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    const isFuller = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
    if (!hides || !isFuller || inside === '') return inside;
    const name = `clip${++this.#names}`;
    const { x, y, width, height } = this.#placed(element.getBoundingClientRect());
    return `<clipPath id="${name}"><rect x="${x}" y="${y}" width="${width}" height="${height}"/></clipPath><g clip-path="url(#${name})">${inside}</g>\n`;
  }

  /** Something is drawn there. @param {{right: number, bottom: number}} at px of the window */
  #reached({ right, bottom }) {
    this.reach.right = Math.max(this.reach.right, Math.min(right, this.#seen.right) - this.#left);
    this.reach.bottom = Math.max(this.reach.bottom, Math.min(bottom, this.#seen.bottom) - this.#top);
  }

  /** @param {Box} box @returns {Box} in the file */
  #placed({ x, y, width, height }) {
    return { x: round(x - this.#left), y: round(y - this.#top), width: round(width), height: round(height) };
  }

  /** The background and the borders of a box. @param {Element} element @param {CSSStyleDeclaration} style */
  #box(element, style) {
    const { x, y, width, height } = this.#placed(element.getBoundingClientRect());
    if (width === 0 || height === 0) return '';
    const fill = painted('fill', style.backgroundColor);
    const sides = /** @type {const} */ (['Top', 'Right', 'Bottom', 'Left']).map((side) => ({
      side,
      thick: style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]),
      colour: style[`border${side}Color`],
    }));
    const [{ thick, colour }] = sides;
    const isWhole = thick > 0 && sides.every((each) => each.thick === thick && each.colour === colour);
    const inset = isWhole ? thick / 2 : 0;
    const stroke = isWhole ? `${painted('stroke', colour)} stroke-width="${thick}"` : '';
    const round4 = Math.min(parseFloat(style.borderTopLeftRadius) || 0, width / 2, height / 2);
    const isDrawn = !fill.endsWith('"none"') || (isWhole && !stroke.startsWith('stroke="none"'));
    if (isDrawn) this.#reached(element.getBoundingClientRect());
    const box = isDrawn
      ? `<rect x="${round(x + inset)}" y="${round(y + inset)}" width="${round(Math.max(0, width - 2 * inset))}" height="${round(Math.max(0, height - 2 * inset))}"${round4 > 0 ? ` rx="${round(Math.max(0, round4 - inset))}"` : ''} ${fill} ${stroke}/>\n`
      : '';
    if (isWhole) return box;
    const edges = {
      Top: [x, y, width, 0],
      Right: [x + width, y, 0, height],
      Bottom: [x, y + height, width, 0],
      Left: [x, y, 0, height],
    };
    const inward = { Top: [0, 1], Right: [-1, 0], Bottom: [0, -1], Left: [1, 0] };
    return (
      box +
      sides
        .filter((each) => each.thick > 0 && paint(each.colour).alpha > 0)
        .map((each) => {
          const [fromX, fromY, wide, high] = edges[each.side];
          const [byX, byY] = inward[each.side].map((by) => (by * each.thick) / 2);
          const [x1, y1] = [fromX + byX, fromY + byY];
          return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x1 + wide)}" y2="${round(y1 + high)}" ${painted('stroke', each.colour)} stroke-width="${each.thick}"/>\n`;
        })
        .join('')
    );
  }

  /** The lines of a text. @param {Text} text @param {CSSStyleDeclaration} style */
  #text(text, style) {
    const written = style.textTransform === 'uppercase' ? text.data.toUpperCase() : text.data;
    if (written.trim() === '' || written.length !== text.data.length) return '';
    const isUpright = style.writingMode.startsWith('vertical');
    return (isUpright ? [wholeOf(text)] : linesOf(text))
      .map(({ from, to, box }) => {
        this.#reached({ right: box.x + box.width, bottom: box.y + box.height });
        const { x, y, width, height } = this.#placed(box);
        const font = `font-family="${escaped(style.fontFamily)}" font-size="${parseFloat(style.fontSize)}" font-weight="${style.fontWeight}"${style.fontStyle === 'normal' ? '' : ` font-style="${style.fontStyle}"`} ${painted('fill', style.color)}`;
        const line = written.slice(from, to).replace(/\s/g, ' ');
        if (isUpright) {
          const [middleX, middleY] = [round(x + width / 2), round(y + height / 2)];
          const turn = style.transform === 'none' ? 90 : -90;
          return `<text x="${middleX}" y="${middleY}" text-anchor="middle" dominant-baseline="central" transform="rotate(${turn} ${middleX} ${middleY})" ${font}>${escaped(line.trim())}</text>\n`;
        }
        pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(line);
        const baseline = round(y + (height - up - down) / 2 + up);
        const under = style.textDecorationLine === 'none' ? '' : ` text-decoration="${style.textDecorationLine}"`;
        return `<text x="${x}" y="${baseline}" textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve" ${font}${under}>${escaped(line)}</text>\n`;
      })
      .join('');
  }

  /** @param {HTMLCanvasElement} canvas */
  #image(canvas) {
    const { x, y, width, height } = this.#placed(canvas.getBoundingClientRect());
    if (canvas.width === 0 || canvas.height === 0 || width === 0) return '';
    this.#reached(canvas.getBoundingClientRect());
    return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" href="${canvas.toDataURL()}"/>\n`;
  }

  /** @param {SVGSVGElement} drawing of the page */
  #drawing(drawing) {
    const at = drawing.getScreenCTM();
    if (!at || drawing.getBoundingClientRect().width === 0) return '';
    const [a, b, c, d] = [at.a, at.b, at.c, at.d].map((value) => Math.round(value * 1e4) / 1e4);
    const names = `d${++this.#names}-`;
    for (const part of drawing.children) this.#reached(part.getBoundingClientRect());
    const inside = [...drawing.childNodes].map((part) => this.#copied(part, PAINT, names)).join('');
    return (
      inside &&
      `<g transform="matrix(${a} ${b} ${c} ${d} ${round(at.e - this.#left)} ${round(at.f - this.#top)})">${inside}</g>\n`
    );
  }

  /**
   * A part of a drawing.
   * @param {Node} node @param {Record<string, string>} inherited what holds where the part says nothing @param {string} names begin of the names in this drawing
   * @returns {string}
   */
  #copied(node, inherited, names) {
    if (node instanceof Text) return node.data.trim() === '' ? '' : escaped(node.data.replace(/\s+/g, ' '));
    if (!(node instanceof SVGElement) || node.matches('style, script, foreignObject, title, desc')) return '';
    const style = getComputedStyle(node);
    if (style.display === 'none' || (style.visibility === 'hidden' && node.childElementCount === 0)) return '';
    const own = [...node.attributes]
      .filter(({ name }) => !OF_THE_PAGE.test(name) && !(name in PAINT))
      .map(({ name, value }) => ` ${name}="${escaped(name === 'id' ? names + value : named(value, names))}"`);
    /** @type {Record<string, string>} */
    const here = { ...inherited, opacity: '1' };
    for (const name in PAINT) {
      const value = style.getPropertyValue(name);
      if (value === here[name]) continue;
      here[name] = value;
      own.push(
        name === 'fill' || name === 'stroke'
          ? ` ${named(painted(name, value), names)}`
          : ` ${name}="${escaped(value)}"`,
      );
    }
    const inside = [...node.childNodes].map((part) => this.#copied(part, here, names)).join('');
    return `<${node.localName}${own.join('')}${inside ? `>${inside}</${node.localName}>` : '/>'}`;
  }
}

/** References to parts of the same drawing, by the names that they have in the file. @param {string} value @param {string} names */
const named = (value, names) => value.replace(/url\((['"]?)#([^'")]+)\1\)/g, (_, __, name) => `url(#${names}${name})`);

/** What an element is drawn from: of one that has a shadow, what stands there; in place of a slot, what is put into it. @param {Element} element */
function* partsOf(element) {
  if (element instanceof HTMLSlotElement && element.assignedNodes().length > 0) yield* element.assignedNodes();
  else yield* (element.shadowRoot ?? element).childNodes;
}

/** @param {Text} text */
function wholeOf(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  return { from: 0, to: text.length, box: range.getBoundingClientRect() };
}

/**
 * The lines into which the browser has broken a text. Spaces that it does not show have no width.
 * @param {Text} text @returns {{from: number, to: number, box: Box}[]}
 */
function linesOf(text) {
  const range = document.createRange();
  /** @type {{from: number, to: number, box: Box}[]} */
  const lines = [];
  let at = 0;
  for (const sign of text.data) {
    const [from, to] = [at, at + sign.length];
    at = to;
    range.setStart(text, from);
    range.setEnd(text, to);
    const found = range.getClientRects()[0];
    if (!found || found.width === 0) continue;
    const box = { x: found.x, y: found.y, width: found.width, height: found.height };
    const line = lines.at(-1);
    // letters of one line may differ in height, where another font has them
    if (line && line.to === from && Math.abs(line.box.y - box.y) < box.height / 2 && box.x >= line.box.x) {
      line.to = to;
      line.box = { ...line.box, width: box.x + box.width - line.box.x };
    } else lines.push({ from, to, box });
  }
  return lines;
}
