import { strFromU8, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { PackageEditor } from '../../pipeline/office/package-editor.js';
import { partFinder, relativeTarget, resolveTarget } from '../../pipeline/office/relationships.js';
import { BadXml, encodeXml } from '../../pipeline/office/xml.js';
import { parts } from '../helpers/xlsx-package.js';

describe('a target', () => {
  test.each([
    ['xl/workbook.xml', 'worksheets/sheet1.xml', 'xl/worksheets/sheet1.xml'],
    ['xl/worksheets/sheet1.xml', '../comments1.xml', 'xl/comments1.xml'],
    ['xl/workbook.xml', '/xl/styles.xml', 'xl/styles.xml'],
    ['xl/workbook.xml', 'worksheets\\sheet1.xml', 'xl/worksheets/sheet1.xml'],
    ['', './xl/workbook.xml', 'xl/workbook.xml'],
    ['xl/workbook.xml', '../../../etc/passwd', 'etc/passwd'],
  ])('seen from %j, %j is %j', (from, target, part) => {
    expect(resolveTarget(from, target)).toBe(part);
    expect(resolveTarget(from, relativeTarget(from, part))).toBe(part);
  });

  test('finds its part in either case, and where a writer put percent signs into the target only', () => {
    const find = partFinder([
      ['xl/表.xml', 1],
      ['xl/50%.xml', 2],
    ]);
    expect(['XL/表.XML', 'xl/%E8%A1%A8.xml', 'xl/50%.xml', 'xl/none.xml'].map(find)).toEqual([
      1,
      1,
      2,
      undefined,
    ]);
  });
});

describe('a package that is changed', () => {
  const opened = () =>
    new PackageEditor(
      new Map(Object.entries(parts('')).map(([name, text]) => [name, strToU8(String(text))])),
    );

  test('leads from one part to another, also to parts that were added', () => {
    const editor = opened();
    const main = editor.mainPart() ?? '';
    expect(editor.relationships(main)).toEqual([
      { id: 'r1', type: 'worksheet', part: 'xl/worksheets/sheet1.xml' },
    ]);
    const sheet = 'xl/worksheets/sheet1.xml';
    const names = ['一', '二'].map((text) =>
      editor.add('xl/comments#.xml', 'text/comments', `<c>${text}</c>`),
    );
    expect(names).toEqual(['xl/comments1.xml', 'xl/comments2.xml']);
    expect(names.map((name) => editor.relate(sheet, 'comments', name))).toEqual(['rId1', 'rId2']);
    expect(editor.relationships(sheet).map(({ part }) => part)).toEqual(names);
    expect(editor.contentType('xl/comments2.xml')).toBe('text/comments');
  });

  test('takes parts out with everything that names them', () => {
    const editor = opened();
    const sheet = 'xl/worksheets/sheet1.xml';
    const before = [...editor.parts.keys()];
    for (const type of ['comments', 'comments', 'drawing']) {
      editor.relate(sheet, type, editor.add(`xl/${type}#.xml`, `text/${type}`, '<c/>'));
    }
    editor.relate('xl/comments1.xml', 'image', editor.add('xl/image#.xml', 'text/image', '<c/>'));
    editor.removeRelated(sheet, 'comments');
    expect(editor.relationships(sheet).map(({ type }) => type)).toEqual(['drawing']);
    expect(editor.contentType('xl/comments1.xml')).toBeNull();
    expect([...editor.parts.keys()].filter((name) => !before.includes(name)).sort()).toEqual([
      'xl/drawing1.xml',
      'xl/image1.xml',
      'xl/worksheets/_rels/sheet1.xml.rels',
    ]);
  });

  test('a part keeps its encoding, whoever writes it', () => {
    const editor = opened();
    editor.put('xl/old.xml', encodeXml('\ufeff<a>旧</a>', 'utf-16le'));
    editor.patch('xl/old.xml', [{ start: 4, end: 5, text: '新' }]);
    expect(Buffer.from(editor.bytes('xl/old.xml')).toString('utf16le')).toBe('\ufeff<a>新</a>');
    editor.put('xl/old.xml', '\ufeff<b/>');
    expect(Buffer.from(editor.bytes('xl/old.xml')).toString('utf16le')).toBe('\ufeff<b/>');
    editor.put('xl/new.xml', '<b>新</b>');
    expect(strFromU8(editor.bytes('xl/new.xml'))).toBe('<b>新</b>');
  });

  test('what is missing or damaged is named', () => {
    const editor = opened();
    editor.put('xl/bad.xml', '<a><b></a>');
    expect(() => editor.xml('xl/bad.xml')).toThrow(/xl\/bad\.xml/);
    expect(() => editor.xml('xl/none.xml')).toThrow(BadXml);
    expect(new PackageEditor(new Map()).mainPart()).toBeNull();
  });
});
