/** datapackage.json against the specification, and the published CSV files against datapackage.json. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishDataPackage } from '../../pipeline/tables/data-package.js';
import { publishTables } from '../../pipeline/tables/tables.js';
import { type Line, readCsv } from '../helpers/cli.js';
import { publishedExample } from '../helpers/example.js';
import { publication } from '../helpers/publication.js';

interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'integer' | 'date';
  readonly missingValues?: readonly string[];
  readonly constraints?: { readonly enum?: readonly string[]; readonly pattern?: string };
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly bytes?: number;
  readonly hash?: string;
  readonly schema: {
    readonly fields: readonly Field[];
    readonly missingValues: readonly string[];
    readonly primaryKey?: readonly string[];
    readonly foreignKeys?: readonly {
      readonly fields: readonly string[];
      readonly reference: { readonly resource: string; readonly fields: readonly string[] };
    }[];
  };
}

interface Descriptor {
  readonly resources: readonly Resource[];
}

const read = (folder: string): Descriptor =>
  JSON.parse(readFileSync(join(folder, 'datapackage.json'), 'utf8'));

/** A publication that was made by hand. */
function handMade(): string {
  const folder = mkdtempSync(join(tmpdir(), 'data-package-'));
  const sample = publication();
  publishDataPackage(sample, publishTables(sample, folder), folder);
  return folder;
}

const readings: Record<Field['type'], RegExp> = {
  string: /^[\s\S]*$/,
  number: /^[+-]?\d+(\.\d+)?$/,
  integer: /^[+-]?\d+$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

/** Cells that their field does not allow. */
function wrongCells({ schema }: Resource, lines: readonly Line[]): string[] {
  return schema.fields.flatMap(({ name, type, constraints, missingValues = schema.missingValues }) =>
    lines
      .map((line) => line[name] ?? 'no such column')
      .filter((cell) => !missingValues.includes(cell))
      .filter(
        (cell) =>
          !readings[type].test(cell) ||
          (constraints?.enum && !constraints.enum.includes(cell)) ||
          (constraints?.pattern && !new RegExp(`^(?:${constraints.pattern})$`).test(cell)),
      )
      .map((cell) => `${name}: ${cell}`),
  );
}

const keyOf = (line: Line, fields: readonly string[]) =>
  JSON.stringify(fields.map((name) => line[name] ?? ''));

describe('against the specification', () => {
  test('the descriptor is valid', () => {
    const rules = JSON.parse(
      readFileSync(new URL('../fixtures/data-package-2.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv({ allErrors: true }).compile(rules);
    validate(read(handMade()));
    expect(validate.errors).toBe(null);
  });

  test('twice the same publication gives the same bytes', () => {
    const [one, other] = [handMade(), handMade()].map((folder) =>
      readFileSync(join(folder, 'datapackage.json')),
    );
    expect(one).toEqual(other);
  });

  test('names are unique, and keys name fields that exist', () => {
    const { resources } = read(handMade());
    const fieldsOf = new Map(resources.map(({ name, schema }) => [name, schema.fields.map((f) => f.name)]));
    expect(fieldsOf.size).toBe(resources.length);
    for (const { name, schema } of resources) {
      const { primaryKey = [], foreignKeys = [] } = schema;
      expect(fieldsOf.get(name)).toEqual(expect.arrayContaining([...primaryKey]));
      for (const { fields, reference } of foreignKeys) {
        expect(fieldsOf.get(name)).toEqual(expect.arrayContaining([...fields]));
        expect(fieldsOf.get(reference.resource)).toEqual(expect.arrayContaining([...reference.fields]));
      }
    }
  });
});

describe('the example', () => {
  let folder: string;
  let resources: readonly Resource[];
  let lines: ReadonlyMap<string, readonly Line[]>;
  beforeAll(async () => {
    ({ folder } = await publishedExample());
    ({ resources } = read(folder));
    lines = new Map(resources.map(({ name, path }) => [name, readCsv(join(folder, path))]));
  }, 120_000);

  test('every published CSV file is a resource with its size and hash, but for the one that later runs rewrite', () => {
    const run: { files: { path: string }[] } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
    const published = run.files.map(({ path }) => path).filter((path) => path.endsWith('.csv'));
    expect(resources.map(({ path }) => path).sort()).toEqual([...published, 'revisions.csv'].sort());
    for (const { path, bytes, hash } of resources) {
      const file = join(folder, path);
      expect(existsSync(file), path).toBe(true);
      expect([bytes, hash].includes(undefined), path).toBe(path === 'revisions.csv');
      if (path === 'revisions.csv') continue;
      expect(statSync(file).size).toBe(bytes);
      expect(`sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`).toBe(hash);
    }
  });

  test('columns stand in the order of the fields, and every cell is of its type', () => {
    for (const resource of resources) {
      const own = lines.get(resource.name) ?? [];
      const header = readFileSync(join(folder, resource.path), 'utf8').slice(1).split('\r\n')[0];
      expect(header).toBe(resource.schema.fields.map(({ name }) => name).join(','));
      expect(wrongCells(resource, own).slice(0, 5), resource.path).toEqual([]);
    }
  });

  test('primary keys are unique', () => {
    const keyed = resources.filter(({ schema }) => schema.primaryKey);
    expect(keyed.map(({ name }) => name)).toEqual([
      'figures',
      'explanations',
      'series',
      'checks',
      'settings',
      'revisions',
    ]);
    for (const { name, schema } of keyed) {
      const keys = (lines.get(name) ?? []).map((line) => keyOf(line, schema.primaryKey ?? []));
      expect(new Set(keys).size, name).toBe(keys.length);
    }
  });

  test('foreign keys lead to a line', () => {
    let followed = 0;
    for (const { name, schema } of resources) {
      for (const { fields, reference } of schema.foreignKeys ?? []) {
        const there = new Set(
          (lines.get(reference.resource) ?? []).map((line) => keyOf(line, reference.fields)),
        );
        const cells = (lines.get(name) ?? []).filter((line) => fields.some((field) => line[field] !== ''));
        followed += cells.length;
        const lost = cells.map((line) => keyOf(line, fields)).filter((key) => !there.has(key));
        expect(lost.slice(0, 5), `${name}: ${fields.join()}`).toEqual([]);
      }
    }
    expect(followed).toBeGreaterThan(1000);
  });
});
