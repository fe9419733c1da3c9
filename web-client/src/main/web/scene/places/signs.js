/**
 * The signs of groups of points, so that they are told apart without colour, too: for each group the distance of p from its edge, as
 * GLSL (p is (0, 0) at the centre, a disc's radius is 1, y points down), and the same outline as an SVG path.
 */
export const SIGNS = [
  { distance: 'length(p) - .9', path: 'M.9 0A.9.9 0 1 1-.9 0 .9.9 0 1 1 .9 0Z' },
  { distance: 'max(abs(p.x), abs(p.y)) - .9', path: 'M-.9-.9H.9V.9H-.9Z' },
  { distance: 'max(p.y - .2, .866 * abs(p.x) - .5 * (p.y - .2)) - .65', path: 'M0-1.1L1.126.85H-1.126Z' },
  { distance: '.707 * (abs(p.x) + abs(p.y)) - .85', path: 'M0-1.2L1.2 0 0 1.2-1.2 0Z' },
  {
    distance: 'min(max(abs(p.x) - .36, abs(p.y) - 1.2), max(abs(p.y) - .36, abs(p.x) - 1.2))',
    path: 'M-.36-1.2H.36V-.36H1.2V.36H.36V1.2H-.36V.36H-1.2V-.36H-.36Z',
  },
  { distance: 'max(-p.y - .2, .866 * abs(p.x) - .5 * (-p.y - .2)) - .65', path: 'M0 1.1L1.126-.85H-1.126Z' },
  {
    distance: 'abs(length(p) - .88) - .3',
    path: 'M1.18 0A1.18 1.18 0 1 1-1.18 0 1.18 1.18 0 1 1 1.18 0ZM.58 0A.58.58 0 1 0-.58 0 .58.58 0 1 0 .58 0Z',
  },
  { distance: 'max(abs(p.x) - 1.2, abs(p.y) - .45)', path: 'M-1.2-.45H1.2V.45H-1.2Z' },
  { distance: 'max(abs(p.x) - .45, abs(p.y) - 1.2)', path: 'M-.45-1.2H.45V1.2H-.45Z' },
  {
    distance:
      'min(max(abs(p.x + p.y) - .5, abs(p.x - p.y) - 1.7), max(abs(p.x - p.y) - .5, abs(p.x + p.y) - 1.7)) * .707',
    path: 'M0-.5L.6-1.1 1.1-.6.5 0 1.1.6.6 1.1 0 .5-.6 1.1-1.1.6-.5 0-1.1-.6-.6-1.1Z',
  },
];

/** How far signs reach, in radii of a disc. */
export const SIGN_REACH = 1.25;
