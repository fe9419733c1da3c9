import js from '@eslint/js';
import globals from 'globals';

/** Comparisons of an op's name, which should ask for a trait (docs/protocol.md, "The graph"). Looking up texts by name is fine. */
const OP_COMPARED = [
  "BinaryExpression[operator=/^[!=]==?$/] MemberExpression[property.name='op']",
  "BinaryExpression[operator=/^[!=]==?$/] > Identifier[name='op']",
  "SwitchStatement > .discriminant MemberExpression[property.name='op']",
  "SwitchStatement > MemberExpression.discriminant[property.name='op']",
  "CallExpression[callee.property.name=/^(includes|has|startsWith|indexOf)$/] > .arguments[property.name='op']",
  "CallExpression[callee.property.name=/^(includes|has|startsWith|indexOf)$/] > .arguments[name='op']",
  "CallExpression[callee.property.name=/^(includes|has|startsWith|indexOf)$/] > .arguments MemberExpression[property.name='op']",
];

/** Defining an element constructs existing ones at once, before constants below the definition are initialised. */
const CONSTANT_BELOW_ELEMENT =
  "Program > ExpressionStatement:has(MemberExpression[object.name='customElements']) ~ VariableDeclaration";

export default [
  {
    ...js.configs.recommended,
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { ecmaVersion: 2025, sourceType: 'module', globals: globals.browser },
    rules: {
      ...js.configs.recommended.rules,
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Control characters in hostile text are listed by code point.
      'no-control-regex': 'off',
      'no-restricted-syntax': [
        'error',
        ...OP_COMPARED.map((selector) => ({ selector, message: 'Ask for a trait of the op, not for its name.' })),
        { selector: CONSTANT_BELOW_ELEMENT, message: 'Define the element below the constants that it reads.' },
      ],
    },
  },
];
