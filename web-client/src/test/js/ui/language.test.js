import { assert, test } from '/test/harness.js';
import { chooseLanguage } from '/web/ui/language.js';

const THERE = ['en', 'de', 'pt-BR'];

test('the first available wanted language is chosen, whatever its case', () => {
  assert.equal(chooseLanguage(['fr', 'DE', 'en'], THERE), 'de');
  assert.equal(chooseLanguage(['pt-br'], THERE), 'pt-BR');
});

test('the language of an unavailable dialect comes before the next wanted language', () => {
  assert.equal(chooseLanguage(['de-Latn-AT', 'pt-BR'], THERE), 'de');
});

test('a language does not match one of its dialects', () => {
  assert.equal(chooseLanguage(['pt', 'de'], THERE), 'de');
});

test('without an available wanted language the first one is chosen', () => {
  assert.equal(chooseLanguage(['fr', ''], THERE), 'en');
  assert.equal(chooseLanguage([], THERE), 'en');
});
