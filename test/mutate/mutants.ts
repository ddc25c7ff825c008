/** Small faults that could be made in a source file: each changes one place. */
import { parseAst } from 'vitest/node';

export interface Mutant {
  readonly file: string;
  /** Part of the file's text that is replaced, from 0. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

type Found = Omit<Mutant, 'file'>;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

const otherOperator: Readonly<Record<string, string>> = {
  ...{ '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===' },
  ...{ '*': '/', '/': '*', '-': '+', '&&': '||', '||': '&&' },
};

const statuses = [...'ABELMOP'];

const otherWord: Readonly<Record<string, string>> = {
  ...{ current: 'previous', previous: 'current', error: 'warning', warning: 'error' },
  ...{ pass: 'fail', fail: 'pass', min: 'max', max: 'min', from: 'asOf', asOf: 'from' },
  ...{ some: 'every', every: 'some' },
};

const isText = (node: unknown) =>
  isNode(node) &&
  (node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string'));

const changed = (node: Node, replacement: string): Found => ({
  start: node.start,
  end: node.end,
  replacement,
});

/** What can be changed at one node of a syntax tree (ESTree). */
function changesOf(node: Node, text: string): Found[] {
  const source = (part: unknown) => (isNode(part) ? text.slice(part.start, part.end) : '');
  const { left, right, test, value } = node;
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const operator = String(node.operator);
      const other =
        otherOperator[operator] ?? (operator === '+' && !isText(left) && !isText(right) ? '-' : null);
      const swapped = other ? [changed(node, `(${source(left)}) ${other} (${source(right)})`)] : [];
      const isChoice = operator === '&&' || operator === '||';
      return isChoice ? [...swapped, changed(node, source(left)), changed(node, source(right))] : swapped;
    }
    case 'IfStatement':
    case 'ConditionalExpression':
      return isNode(test) ? [changed(test, 'true'), changed(test, 'false')] : [];
    case 'UnaryExpression':
      return node.operator === '!' ? [changed(node, source(node.argument))] : [];
    case 'ExpressionStatement':
      return isNode(node.expression) && node.expression.type === 'CallExpression' ? [changed(node, ';')] : [];
    case 'Literal': {
      if (typeof value === 'boolean') return [changed(node, String(!value))];
      if (typeof value === 'number') return [changed(node, String(value + 1))];
      if (typeof value !== 'string') return [];
      const other = statuses.includes(value)
        ? statuses[(statuses.indexOf(value) + 1) % statuses.length]
        : otherWord[value];
      return other ? [changed(node, `'${other}'`)] : [];
    }
    case 'MemberExpression': {
      const { property } = node;
      const other = isNode(property) && !node.computed ? otherWord[String(property.name)] : null;
      return isNode(property) && other ? [changed(property, other)] : [];
    }
    case 'CallExpression': {
      // a.filter(…) → a
      const { callee } = node;
      const isFilter = isNode(callee) && isNode(callee.property) && callee.property.name === 'filter';
      return isFilter ? [changed(node, source(callee.object))] : [];
    }
    default:
      return [];
  }
}

const wrappers = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'];

/** Types vanish at run time; what is imported is no decision. */
const isPassedOver = ({ type }: Node) =>
  type === 'ImportDeclaration' || (type.startsWith('TS') && !wrappers.includes(type));

export function mutantsOfTypeScript(file: string, text: string): Mutant[] {
  const found: Mutant[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isNode(value) || isPassedOver(value)) return;
    found.push(...changesOf(value, text).map((change) => ({ file, ...change })));
    for (const [key, child] of Object.entries(value)) if (key !== 'typeAnnotation') visit(child);
  };
  visit(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

/** Each expression finds the places; the replacement may use what it found. */
const sqlChanges: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^ +AND (?!.*\bBETWEEN\b(?!.*\bAND\b)).*$/gm, () => ''],
  [
    /(?<=[\w) ])(<=|>=|<>|<|>|=)(?= )/g,
    (operator) => ({ '<': '<=', '<=': '<', '>': '>=', '>=': '>', '=': '<>', '<>': '=' })[operator] ?? '',
  ],
  [/^ +AND(?= )/gm, (and) => and.replace('AND', 'OR')],
  [/\bOR\b/g, () => 'AND'],
  [/\bNOT /g, () => ''],
  [/(?<=[ (])\d+(?=[ ,)\n])/g, (number) => (number === '0' ? '1' : `${number}0`)],
  [/\bMIN\b|\bMAX\b/g, (name) => (name === 'MIN' ? 'MAX' : 'MIN')],
  [/(?<=[<>=] ):as_of\b|:period_date\b/g, (name) => (name === ':as_of' ? ':period_date' : ':as_of')],
  [/:from AND :as_of/g, () => ':as_of AND :as_of'],
  [/:previous_period\b|:period\b/g, (name) => (name === ':period' ? ':previous_period' : ':period')],
  [/'error'|'warning'/g, (word) => (word === "'error'" ? "'warning'" : "'error'")],
  [/(?<=^-- severity: )(error|warning)$/gm, (word) => (word === 'error' ? 'warning' : 'error')],
  [/(?<=^-- jump: )\d+/gm, (number) => `${number}0`],
  [/(?<=[(,] ?)'[^',{]+', (?=')/g, () => ''],
];

export function mutantsOfSql(file: string, text: string): Mutant[] {
  return sqlChanges.flatMap(([pattern, replaced]) =>
    [...text.matchAll(pattern)]
      .filter(({ index }) => pattern.source.includes('-- ') || !isComment(text, index))
      .map(({ 0: found, index }) => ({
        ...{ file, start: index, end: index + found.length },
        replacement: replaced(found),
      })),
  );
}

const isComment = (text: string, at: number) => text.slice(text.lastIndexOf('\n', at) + 1, at).includes('--');
