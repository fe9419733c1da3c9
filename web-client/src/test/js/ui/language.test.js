import { assert, test } from '/test/harness.js';
import { chooseLanguage } from '/web/ui/language.js';

const THERE = ['en', 'de', 'pt-BR'];

test('the first language that is wanted and there is chosen, whatever its letters', () => {
  assert.equal(chooseLanguage(['fr', 'DE', 'en'], THERE), 'de');
  assert.equal(chooseLanguage(['pt-br'], THERE), 'pt-BR');
});

test('a dialect is followed by its language before the next wish', () => {
  assert.equal(chooseLanguage(['de-Latn-AT', 'pt-BR'], THERE), 'de');
});

test('a language does not mean one of its dialects', () => {
  assert.equal(chooseLanguage(['pt', 'de'], THERE), 'de');
});

test('where nothing is wanted that is there, the first is chosen', () => {
  assert.equal(chooseLanguage(['fr', ''], THERE), 'en');
  assert.equal(chooseLanguage([], THERE), 'en');
});
