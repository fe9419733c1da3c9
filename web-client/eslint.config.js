import js from '@eslint/js';
import globals from 'globals';

/** Asking an op's name where a trait says it (docs/protocol.md, "The graph"); words are looked up by the name all the same. */
const OP_COMPARED = [
  "BinaryExpression[operator=/^[!=]==?$/] MemberExpression[property.name='op']",
  "BinaryExpression[operator=/^[!=]==?$/] > Identifier[name='op']",
  "SwitchStatement > .discriminant MemberExpression[property.name='op']",
  "SwitchStatement > MemberExpression.discriminant[property.name='op']",
  "CallExpression[callee.property.name=/^(includes|has|startsWith|indexOf)$/] > .arguments[property.name='op']",
  "CallExpression[callee.property.name=/^(includes|has|startsWith|indexOf)$/] > .arguments[name='op']",
  "CallExpression[callee.property.name=/^(includes|has|startsWith|indexOf)$/] > .arguments MemberExpression[property.name='op']",
];

/** Defining an element constructs at once those that are on the page already, before a constant below it has its value. */
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
      // What hostile text may hold is named by its code points.
      'no-control-regex': 'off',
      'no-restricted-syntax': [
        'error',
        ...OP_COMPARED.map((selector) => ({ selector, message: 'Ask for a trait of the op, not for its name.' })),
        { selector: CONSTANT_BELOW_ELEMENT, message: 'Define the element below the constants that it reads.' },
      ],
    },
  },
];
