/**
 * Marks of doubt: while a template is filled, a doubtful number carries its mark between signs that no text can hold;
 * afterwards each sentence has one mark, at its end, for all of its numbers (DOMAIN G).
 */
import type { Package } from '../office/package.js';
import { PackageEditor } from '../office/package-editor.js';
import { descendants, type Element, type Patch, type Xml } from '../office/xml.js';
import { ownTexts } from './own-texts.js';

// Unicode noncharacters: XML allows them, and foreign text is cleared of them (`withoutTraces`).
const [begin, middle, end] = ['\ufdd3', '\ufdd4', '\ufdd5'];
const doubtOrEnd = new RegExp(`${begin}([^${middle}]*)${middle}([^${end}]*)${end}|[。；！？]`, 'g');

/** A doubt about the number before it. @param reason 待核实 and the like. */
export function doubtOf(reason: string, what: string): string {
  return `${begin}${reason}${middle}${what}${end}`;
}

/** The doubts of a text that stands alone, where they are. */
export function shownDoubts(text: string): string {
  return text.replace(doubtOrEnd, (found: string, reason?: string, what?: string) =>
    reason === undefined ? found : `【${reason}：${what}】`,
  );
}

/** The filled package, its doubts at the ends of their sentences. */
export function withDoubts(filled: Package): Package {
  const editor = new PackageEditor(new Map(filled));
  for (const [part, bytes] of filled) {
    if (!/\.xml$/i.test(part) || !new TextDecoder().decode(bytes).includes(begin)) continue;
    const xml = editor.xml(part);
    const paragraphs = [...descendants(xml.root)].filter(({ name }) => name === 'p');
    editor.patch(
      part,
      paragraphs.flatMap((paragraph) => placed(xml, ownTexts(paragraph))),
    );
  }
  return editor.parts;
}

/** The texts of a paragraph with their doubts moved. */
function placed(xml: Xml, texts: readonly Element[]): Patch[] {
  let open: Doubt[] = [];
  const closed = () => {
    const mark = markOf(open);
    open = [];
    return mark;
  };
  const written = texts.map(({ open: from, close }) =>
    xml.text.slice(from, close).replace(doubtOrEnd, (found: string, reason?: string, what?: string) => {
      if (reason === undefined) return closed() + found;
      open.push({ reason, what: what ?? '' });
      return '';
    }),
  );
  const last = written.findLastIndex((text) => text !== '');
  if (open.length > 0) written[Math.max(last, 0)] += closed();
  return texts.map(({ open: start, close }, at) => ({ start, end: close, text: written[at] ?? '' }));
}

interface Doubt {
  readonly reason: string;
  readonly what: string;
}

/** 【待核实：养老保险、医疗保险】; '' of none. */
function markOf(doubts: readonly Doubt[]): string {
  if (doubts.length === 0) return '';
  const reasons = [...new Set(doubts.map(({ reason }) => reason))].map((reason) => {
    const whats = doubts.filter((doubt) => doubt.reason === reason).map(({ what }) => what);
    return `${reason}：${[...new Set(whats)].join('、')}`;
  });
  return `【${reasons.join('；')}】`;
}
