/**
 * The template that ships, as a Word document in the official layout of GB/T 9704-2012: A4, type area 156 × 225
 * mm, 22 lines of 28 characters. Built from its text, so that the text is what one reads and edits.
 */
import { strToU8 } from 'fflate';
import {
  contentTypesPart,
  contentTypesXml,
  corePropertiesPart,
  corePropertiesType,
  corePropertiesXml,
  relationshipsXml,
} from '../office/new-parts.js';
import { writePackage } from '../office/package.js';
import { relationshipsPart } from '../office/relationships.js';
import { documentRelationships, escapeXml, xmlStart } from '../office/xml.js';
import { defaultText, type Paragraph } from './default-text.js';

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const r = `xmlns:r="${documentRelationships}"`;
const documents = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/** 1/20 pt. */
const twips = (millimetres: number) => Math.round((millimetres / 25.4) * 1440);

const page = {
  width: twips(210),
  height: twips(297),
  top: twips(37),
  left: twips(28),
  right: twips(210 - 28 - 156),
  bottom: twips(297 - 37 - 225),
  /** The page number is 7 mm below the type area. */
  footer: twips(297 - 37 - 225 - 7 - 5),
};
/** 225 mm over 22 lines, in 1/20 pt; rounded down, or the last line would not fit. */
const line = Math.floor(twips(225) / 22);
/**
 * 156 mm over 28 characters of 16 pt: what each takes less, in 1/20 pt. A grid of characters would say the same,
 * but LibreOffice gives a character that is wider than its field two of them.
 */
const characterSpace = Math.floor(twips(156) / 28) - 320;

/** Chinese font sizes in half points. */
const size = { two: 44, three: 32, four: 28 };

/** Fonts with what replaces them where they are not installed. */
const fonts: Readonly<Record<string, { readonly instead: string; readonly family: string }>> = {
  方正小标宋简体: { instead: 'FZXiaoBiaoSong-B05S,宋体,SimSun,Noto Serif CJK SC', family: 'roman' },
  仿宋_GB2312: { instead: 'FangSong_GB2312,仿宋,FangSong,Noto Serif CJK SC', family: 'roman' },
  楷体_GB2312: { instead: 'KaiTi_GB2312,楷体,KaiTi,Noto Serif CJK SC', family: 'roman' },
  黑体: { instead: 'SimHei,Noto Sans CJK SC', family: 'swiss' },
  宋体: { instead: 'SimSun,Noto Serif CJK SC', family: 'roman' },
};

let made: Uint8Array | null = null;

/** The same bytes whenever it is asked for. */
export function defaultTemplate(): Uint8Array {
  made ??= makeTemplate();
  return made;
}

function makeTemplate(): Uint8Array {
  const texts: Readonly<Record<string, string>> = {
    [contentTypesPart]: contentTypes,
    [relationshipsPart('')]: relationshipsXml([
      ['officeDocument', 'word/document.xml'],
      ['extended-properties', 'docProps/app.xml'],
      ['core-properties', corePropertiesPart],
    ]),
    'docProps/app.xml': `${xmlStart}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>township-metrics</Application></Properties>`,
    [corePropertiesPart]: corePropertiesXml({ title: '工作报告', date: '2000-01-01' }),
    'word/document.xml': document(defaultText),
    [relationshipsPart('word/document.xml')]: relationshipsXml([
      ['styles', 'styles.xml'],
      ['settings', 'settings.xml'],
      ['fontTable', 'fontTable.xml'],
      ['footer', 'footer1.xml'],
      ['footer', 'footer2.xml'],
    ]),
    'word/styles.xml': styles,
    'word/settings.xml': `${xmlStart}<w:settings ${w}><w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`,
    'word/fontTable.xml': `${xmlStart}<w:fonts ${w}>${fontTable()}</w:fonts>`,
    'word/footer1.xml': footer('right'),
    'word/footer2.xml': footer('left'),
  };
  return writePackage(new Map(Object.entries(texts).map(([name, text]) => [name, strToU8(text)])));
}

const contentTypes = contentTypesXml([
  ['word/document.xml', `${documents}.document.main+xml`],
  ['word/styles.xml', `${documents}.styles+xml`],
  ['word/settings.xml', `${documents}.settings+xml`],
  ['word/fontTable.xml', `${documents}.fontTable+xml`],
  ['word/footer1.xml', `${documents}.footer+xml`],
  ['word/footer2.xml', `${documents}.footer+xml`],
  [corePropertiesPart, corePropertiesType],
  ['docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
]);

function document(paragraphs: readonly Paragraph[]): string {
  const body = paragraphs.map(
    ({ style, text }) =>
      `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`,
  );
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="${page.width}" w:h="${page.height}"/><w:pgMar w:top="${page.top}" w:right="${page.right}" w:bottom="${page.bottom}" w:left="${page.left}" w:header="${twips(15)}" w:footer="${page.footer}" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="${line}"/></w:sectPr>`;
  return `${xmlStart}<w:document ${w} ${r}><w:body>${body.join('')}${section}</w:body></w:document>`;
}

/** — 1 —, a character in from the edge; odd pages right, even pages left. */
function footer(side: 'left' | 'right'): string {
  const looks = `<w:rPr>${font('宋体', '宋体')}<w:sz w:val="${size.four}"/><w:szCs w:val="${size.four}"/></w:rPr>`;
  const field = (type: string) => `<w:r>${looks}<w:fldChar w:fldCharType="${type}"/></w:r>`;
  const text = (words: string) => `<w:r>${looks}<w:t xml:space="preserve">${words}</w:t></w:r>`;
  return `${xmlStart}<w:ftr ${w}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:${side}Chars="100" w:${side}="280"/><w:jc w:val="${side}"/></w:pPr>${text('— ')}${field('begin')}<w:r>${looks}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>${field('separate')}${text('1')}${field('end')}${text(' —')}</w:p></w:ftr>`;
}

function font(chinese: string, western = 'Times New Roman'): string {
  return `<w:rFonts w:ascii="${western}" w:hAnsi="${western}" w:eastAsia="${chinese}" w:cs="Times New Roman"/>`;
}

interface ParagraphStyle {
  readonly id: Paragraph['style'] | 'Footer';
  readonly name: string;
  readonly paragraph: string;
  readonly font?: string;
  readonly size?: number;
}

const indented = '<w:ind w:firstLineChars="200" w:firstLine="640"/>';
const looks: readonly ParagraphStyle[] = [
  {
    id: 'Title',
    name: 'Title',
    paragraph: '<w:keepNext/><w:spacing w:line="700" w:lineRule="exact"/><w:jc w:val="center"/>',
    font: '方正小标宋简体',
    size: size.two,
  },
  {
    id: 'Subtitle',
    name: 'Subtitle',
    paragraph: `<w:spacing w:after="${line}"/><w:jc w:val="center"/>`,
    font: '楷体_GB2312',
  },
  {
    id: 'Heading1',
    name: 'heading 1',
    paragraph: `<w:keepNext/>${indented}<w:outlineLvl w:val="0"/>`,
    font: '黑体',
  },
  {
    id: 'Heading2',
    name: 'heading 2',
    paragraph: `<w:keepNext/>${indented}<w:outlineLvl w:val="1"/>`,
    font: '楷体_GB2312',
  },
  { id: 'Report', name: '公文正文', paragraph: `${indented}<w:jc w:val="both"/>` },
  {
    id: 'Footer',
    name: 'footer',
    paragraph: '<w:spacing w:line="240" w:lineRule="auto"/>',
    size: size.four,
  },
];

const styles = `${xmlStart}<w:styles ${w}><w:docDefaults><w:rPrDefault><w:rPr>${font('仿宋_GB2312')}<w:spacing w:val="${characterSpace}"/><w:sz w:val="${size.three}"/><w:szCs w:val="${size.three}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:spacing w:before="0" w:after="0" w:line="${line}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:rPr><w:sz w:val="${size.three}"/><w:szCs w:val="${size.three}"/></w:rPr></w:style>${looks
  .map(
    ({ id, name, paragraph, font: face, size: half }) =>
      `<w:style w:type="paragraph"${name === '公文正文' ? ' w:customStyle="1"' : ''} w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${face ? font(face) : ''}${half ? `<w:sz w:val="${half}"/><w:szCs w:val="${half}"/>` : ''}</w:rPr></w:style>`,
  )
  .join('')}</w:styles>`;

function fontTable(): string {
  return Object.entries(fonts)
    .map(
      ([name, { instead, family }]) =>
        `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/><w:family w:val="${family}"/><w:pitch w:val="default"/></w:font>`,
    )
    .join('');
}
