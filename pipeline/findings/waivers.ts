/** Findings that a person has accepted, with who, why and until when (`waivers.csv`). */
import { address } from '../text/address.js';
import type { CheckId, Personal } from './finding.js';
import { maskText, maskValue } from './mask.js';
import type { RuleId } from './rules/index.js';

export interface Waiver {
  /** As a person wrote it: an id of the catalogue or of a check. */
  readonly rule: string;
  /** Path below inputs/<unit>/. */
  readonly file: string;
  readonly sheet: string;
  /** Address such as D7; '' where no cell is meant. */
  readonly cell: string;
  /** The cell's text when it was waived: a cell that has changed since is no longer waived. */
  readonly text: string;
  readonly reason: string;
  readonly by: string;
  /** ISO date, the last day on which it holds. */
  readonly until: string;
}

/** A waiver as it is known by what it waives: where, and who accepted what. */
export const waiverLine = ({ rule, file, sheet, cell, by, reason, until }: Omit<Waiver, 'text'>): string =>
  JSON.stringify([rule, file, sheet, cell, by, reason, until]);

/** What a waiver is matched against. */
export interface WaivablePlace {
  readonly rule: RuleId | CheckId;
  readonly file: string;
  readonly sheet: string | null;
  readonly row: number | null;
  /** From 0. */
  readonly column: number | null;
  readonly value: string | null;
  readonly personal: Personal | null;
}

export interface Waivers {
  /** The waiver in force for a finding; null: none. */
  (place: WaivablePlace): Waiver | null;
  /** Every waiver in force, as they were given. */
  readonly inForce: readonly Waiver[];
}

/** @param today ISO date; a waiver whose day has passed has lapsed. */
export function waiversInForce(waivers: readonly Waiver[], today: string): Waivers {
  const inForce = waivers.filter(({ until }) => until >= today);
  const places = new Map<string, Waiver[]>();
  for (const waiver of inForce) {
    const id = placeId(waiver.rule, waiver.file, waiver.sheet, waiver.cell);
    places.set(id, [...(places.get(id) ?? []), waiver]);
  }
  const waiverOf = ({ rule, file, sheet, row, column, value, personal }: WaivablePlace): Waiver | null => {
    if (places.size === 0) return null;
    const cell = row !== null && column !== null ? address(row, column) : '';
    const candidates = places.get(placeId(rule, file, sheet ?? '', cell)) ?? [];
    // Waivers are written from what was published, where personal data is masked.
    const text = (value ?? '').trim();
    const masked = personal ? maskValue(text, personal) : maskText(text);
    return candidates.find((waiver) => waiver.text.trim() === text || waiver.text.trim() === masked) ?? null;
  };
  return Object.assign(waiverOf, { inForce });
}

function placeId(rule: string, file: string, sheet: string, cell: string): string {
  return JSON.stringify([rule, file.normalize('NFC'), sheet, cell.toUpperCase()]);
}
