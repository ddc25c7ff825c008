/** Marks put to the resolver: their values, and a finding for each that is unknown, misplaced or missing. */

import { type Finding, finding, type Severity } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import { address } from '../text/address.js';
import { type MarkName, type MarkText, splitMarks } from './mark.js';
import { isUnknown, type ResolvedValue, type Resolver, type UnknownMark } from './resolver.js';

/** Where a mark is: a cell, or a part of the package with the sheet that it belongs to. */
export interface MarkPlace {
  readonly part: string;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly column: number | null;
}

/** A mark with what it would be filled with; one per group where its row is repeated. */
export interface MarkValue {
  readonly part: string;
  readonly sheet: string | null;
  /** `C5`; null outside cells. */
  readonly cell: string | null;
  readonly mark: string;
  readonly group: string | null;
  /** null: missing, or not known. */
  readonly value: string | null;
  readonly text: string;
}

const nothing: ResolvedValue = { value: null, number: false, text: '' };

const nameWords: Readonly<Record<MarkName, string>> = {
  unit: '名称',
  county: '县',
  province: '省',
  year: '年份',
  as_of: '截至日期',
};

/** Asks a resolver, and keeps what it answered and what it could not. */
export class MarkAnswers {
  readonly marks: MarkValue[] = [];
  readonly findings: Finding[] = [];
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  report(rule: RuleId, severity: Severity, place: MarkPlace, params: Finding['params'] = {}): void {
    const { sheet, row, column, part } = place;
    const cell = cellOf(place);
    const where = cell === null ? [sheet, part].filter((step) => step !== null) : [sheet, cell];
    this.findings.push(
      finding(rule, severity, { sheet, row, column }, { where: where.join(' · '), ...params }),
    );
  }

  /** The mark's value, for the group of the row's copy; undefined outside a repeated row. */
  ask(mark: MarkText, place: MarkPlace, group?: string): ResolvedValue {
    const before = this.findings.length;
    const answer = this.#find(mark, place, group);
    const { value, text } = answer;
    const inGroup = (mark.kind === 'group' || (mark.kind === 'figure' && mark.each)) && group;
    const { part, sheet } = place;
    this.marks.push({
      part,
      sheet,
      cell: cellOf(place),
      mark: mark.raw,
      group: inGroup || null,
      value,
      text,
    });
    if (value === null && this.findings.length === before && mark.kind !== 'group') {
      const words = [mark.raw, inGroup, text].filter(Boolean).join(' ');
      this.report('template.missing', 'warning', place, { mark: words });
    }
    return answer;
  }

  /** The groups of a row marked with `[*]` for the ids, none twice. */
  groups(marks: readonly MarkText[], place: MarkPlace): string[] {
    const found = new Set<string>();
    for (const mark of marks) {
      if (mark.kind !== 'figure') continue;
      const groups = this.#resolver.groups(mark.ref.id);
      if (isUnknown(groups)) {
        this.#unknown(mark, place, groups);
        continue;
      }
      for (const group of groups) found.add(group);
      // A period may be unknown, or known to some of the groups only.
      const probes = groups.map((group) => this.#resolver.figure({ ...mark.ref, group }));
      const [probe] = probes;
      if (isUnknown(probe) && probes.every(isUnknown)) this.#unknown(mark, place, probe);
    }
    return [...found];
  }

  #find(mark: MarkText, place: MarkPlace, group: string | undefined): ResolvedValue {
    switch (mark.kind) {
      case 'malformed':
        this.report('template.malformed_mark', 'error', place, { mark: mark.raw });
        return nothing;
      case 'name': {
        const value = this.#resolver.names[mark.name];
        const text = value ?? `【缺：unit.csv，${nameWords[mark.name]}】`;
        return { value, number: mark.name === 'year' && /^\d{4}$/.test(text), text };
      }
      case 'group':
        if (group !== undefined) return { value: group === '' ? null : group, number: false, text: group };
        break;
      case 'figure': {
        if (mark.each && group === undefined) break;
        const answer = this.#resolver.figure(mark.each ? { ...mark.ref, group: group ?? '' } : mark.ref);
        if (!isUnknown(answer)) return answer;
        // The groups of a row are those of all its indicators: one may lack a group that another has.
        return mark.each ? nothing : this.#unknown(mark, place, answer);
      }
    }
    this.report('template.row_mark_outside', 'error', place, { mark: mark.raw });
    return nothing;
  }

  #unknown(mark: MarkText, place: MarkPlace, answer: UnknownMark): ResolvedValue {
    const near = answer.nearest === '' ? '—' : `{{${answer.nearest}}}`;
    this.report('template.unknown_mark', 'error', place, { mark: mark.raw, nearest: near });
    return nothing;
  }
}

function cellOf({ row, column }: MarkPlace): string | null {
  return row === null || column === null ? null : address(row, column);
}

/**
 * A text in pieces (runs of a rich text) with its marks replaced. A mark may run over several pieces: its
 * replacement goes into the piece where it begins, and so has that piece's looks.
 */
export function fillPieces(pieces: readonly string[], replace: (mark: MarkText) => string): string[] {
  const ends: number[] = [];
  for (const piece of pieces) ends.push((ends.at(-1) ?? 0) + piece.length);
  const filled = pieces.map(() => '');
  const pieceAt = (at: number) => ends.findIndex((end) => at < end);
  let at = 0;
  for (const part of splitMarks(pieces.join(''))) {
    if (typeof part !== 'string') {
      filled[pieceAt(at)] += replace(part);
      at += part.raw.length;
      continue;
    }
    for (const end = at + part.length; at < end; ) {
      const piece = pieceAt(at);
      const stop = Math.min(end, ends[piece] ?? end);
      filled[piece] += part.slice(part.length - (end - at), part.length - (end - stop));
      at = stop;
    }
  }
  return filled;
}

export function marksOf(text: string): MarkText[] {
  return splitMarks(text).filter((part) => typeof part !== 'string');
}
