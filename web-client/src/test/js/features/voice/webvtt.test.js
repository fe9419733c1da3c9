import { assert, test } from '/test/harness.js';
import { random, tries } from '/test/fuzz.js';
import { cueAt, edits, readCaptions, readTime, timeText, writeCaptions } from '/web/features/voice/webvtt.js';

const FILE = `\uFEFFWEBVTT - the talk

NOTE a comment
of two lines

STYLE
::cue { color: red }

1
00:01.000 --> 00:02.500 align:start
Hello &amp; welcome

intro
01:00:00.000 --> 01:00:04.040
two
lines
`;

test('cues are read with their times, without names, notes, styles and settings', () => {
  assert.deepEqual(readCaptions(FILE), [
    { from: 1000, to: 2500, text: 'Hello & welcome' },
    { from: 3_600_000, to: 3_604_040, text: 'two\nlines' },
  ]);
});

test('lines may end as on any system', () => {
  const expected = readCaptions(FILE);
  assert.deepEqual(readCaptions(FILE.replaceAll('\n', '\r\n')), expected);
  assert.deepEqual(readCaptions(FILE.replaceAll('\n', '\r')), expected);
});

test('markup stays the text that it is', () => {
  const [cue] = readCaptions('WEBVTT\n\n00:00.000 --> 00:01.000\n<b>bold</b> <img src=x onerror=alert(1)> &lt;i&gt;');
  assert.equal(cue.text, '<b>bold</b> <img src=x onerror=alert(1)> <i>');
});

test('what is written is read back as it was', () => {
  const cues = [
    { from: 0, to: 1, text: 'a --> b & <c> &amp;' },
    { from: 86_399_999, to: 86_400_001, text: 'ä\n—\u00A0' },
  ].map((cue) => ({ ...cue, text: cue.text.trim() }));
  assert.deepEqual(readCaptions(writeCaptions(cues)), cues);
});

test('a blank line within a cue does not end it', () => {
  const cues = [{ from: 0, to: 1000, text: 'one\n\n00:05.000 --> 00:06.000\ntwo' }];
  assert.deepEqual(
    readCaptions(writeCaptions(cues)).map(({ text }) => text),
    ['one\n00:05.000 --> 00:06.000\ntwo'],
  );
});

test('times that are none, or end before they begin, are left out', () => {
  const wrong = ['00:61.000 --> 00:62.000', '1:00 --> 2:00', '00:02.000 --> 00:01.000', '--> 00:01.000', 'x --> y'];
  assert.deepEqual(readCaptions(['WEBVTT', '', ...wrong.flatMap((line) => [line, 'text', ''])].join('\n')), []);
  for (const text of ['', '00:00', '00:00.00', '-1:00:00.000', '00:00.000x']) assert.equal(readTime(text), null);
});

test('times are written as they are read', () => {
  for (const ms of [0, 1, 59_999, 3_599_999, 3_600_000, 10_800_000 - 1]) assert.equal(readTime(timeText(ms)), ms);
});

test('a megabyte of arrows, spaces or one endless cue is read without a standstill', () => {
  const size = 1 << 20;
  assert.deepEqual(readCaptions('-->'.repeat(size / 3)), []);
  assert.deepEqual(readCaptions(`00:00.000${' '.repeat(size)}--> 00:01.000`), []);
  assert.deepEqual(readCaptions('\n'.repeat(size)), []);
  const [endless] = readCaptions(`00:00.000 --> 00:01.000\n${'a\n'.repeat(size / 2)}`);
  assert.equal(endless.text.length, size - 1);
});

test('the cue at a time is the later one of two, and none beside them', () => {
  const cues = [
    { from: 0, to: 1000, text: 'a' },
    { from: 500, to: 700, text: 'b' },
  ];
  assert.deepEqual(
    [0, 499, 500, 700, 1000].map((t) => cueAt(cues, t)?.text),
    ['a', 'a', 'b', 'a', undefined],
  );
});

test('whatever is in a file, its cues are in order, of some length, and read again as they were written', () => {
  const number = random(41);
  const pieces = ['WEBVTT', '\n', '\n\n', '\r', '-->', ' --> ', '00:01.000', '00:00:02.000', '99:59:59.999', 'NOTE '];
  pieces.push('&amp;', '&lt;', '&', '<b>', '\u0000', '\u{1f600}', '\ud83d', '\ufeff', '\u2028', ' ', '\t', 'a', '-1e9');
  pieces.push('00:01.000 --> 00:02.000\n', '\n\n00:00.000 --> 01:00.000 line:0\n', ' '.repeat(2000));
  for (const n of tries(2000)) {
    const file = Array.from({ length: number() * 40 }, () => pieces[Math.floor(number() * pieces.length)]).join('');
    const cues = readCaptions(file);
    for (const [i, { from, to }] of cues.entries())
      assert.ok(to > from && from >= (cues[i - 1]?.from ?? 0), `${n}: ${JSON.stringify(file)}`);
    const again = readCaptions(writeCaptions(cues));
    assert.deepEqual(
      again.map(({ from, to }) => [from, to]),
      cues.map(({ from, to }) => [from, to]),
      JSON.stringify(file),
    );
    assert.deepEqual(readCaptions(writeCaptions(again)), again, JSON.stringify(file));
  }
});

test('a cue is split where its text is, joined again, and shifted with all that follow', () => {
  const cues = [
    { from: 1000, to: 3000, text: 'one two' },
    { from: 4000, to: 5000, text: 'three' },
  ];
  const split = edits.split(cues, 0, 3);
  assert.deepEqual(
    split.map(({ text }) => text),
    ['one', 'two', 'three'],
  );
  // three of seven letters of two seconds
  assert.equal(split[0].to, 1000 + Math.round((2000 * 3) / 7));
  assert.equal(split[1].from, split[0].to);
  assert.deepEqual(edits.join(split, 0)[0], { from: 1000, to: 3000, text: 'one\ntwo' });
  assert.deepEqual(
    edits.shift(split, 2, -500).map(({ from }) => from),
    [1000, split[1].from, 3500],
  );
  assert.equal(edits.shift(cues, 0, -9999)[0].from, 0);
  assert.deepEqual(edits.join(cues, 1), cues);
});

test('a cue that is added ends where the next one begins, and a changed one keeps its order and some length', () => {
  const cues = [{ from: 4000, to: 5000, text: 'later' }];
  assert.deepEqual(edits.add(cues, 2000)[0], { from: 2000, to: 4000, text: '' });
  const changed = edits.set(edits.add(cues, 2000), 0, { from: 6000 });
  assert.deepEqual(
    changed.map(({ from, to }) => [from, to > from]),
    [
      [4000, true],
      [6000, true],
    ],
  );
});
