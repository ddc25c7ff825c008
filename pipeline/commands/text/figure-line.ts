/** A figure in words, for the terminal. */
import type { Figure } from '../../figure.js';
import { forms } from '../../forms/index.js';

/** A figure with its change in one line. */
export function figureLine(figure: Figure, zh: boolean): string {
  const { label, unit, value, change, status, department, rowsHeldBack, coverage, missing } = figure;
  if (value === null && status === 'O') {
    return zh
      ? `${label}：待更正（${department}报送的${rowsHeldBack}行暂缓）`
      : `${label}: to be corrected (${rowsHeldBack} rows of ${department} are held back)`;
  }
  if (value === null) {
    if (status !== 'L') return `${label}：—`;
    const column = columnMissing(missing);
    if (column !== null) {
      const { form, header } = column;
      return zh
        ? `${label}：缺（《${form}》没有“${header}”一栏）`
        : `${label}: missing (${form} has no column ${header})`;
    }
    return zh ? `${label}：缺（${department}未报送）` : `${label}: missing (owed by ${department})`;
  }
  const amount = `${shown(value)}${unit}`;
  const moved = change === null ? (zh ? '无上年同期' : 'no comparison') : `${comparison(change, figure, zh)}`;
  const lacking = coverage?.missing.length ?? 0;
  const provisional =
    status === 'P' && lacking > 0
      ? zh
        ? `  [部分合计：缺${lacking}个单位]`
        : `  [partial: without ${lacking} units]`
      : status === 'P'
        ? zh
          ? `  [待核实${rowsHeldBack > 0 ? `：暂缓${rowsHeldBack}行` : ''}]`
          : `  [provisional${rowsHeldBack > 0 ? `: ${rowsHeldBack} rows held back` : ''}]`
        : status === 'A'
          ? ''
          : `  [${status}]`;
  return zh ? `${label} ${amount}（${moved}）${provisional}` : `${label} ${amount} (${moved})${provisional}`;
}

/** The column that a figure lacks, by its form's title and its header; null: it lacks something else. */
function columnMissing(missing: string): { readonly form: string; readonly header: string } | null {
  const [, id, field] = /^(\w+)\.(\w+)/.exec(missing) ?? [];
  const form = forms.find((known) => known.id === id);
  const header = form?.columns[field ?? '']?.spec.header;
  return form && header ? { form: form.title, header } : null;
}

function comparison(change: string, { kind, unit, changePct }: Figure, zh: boolean): string {
  if (change === '0') return zh ? '持平' : 'unchanged';
  const down = change.startsWith('-');
  const by = `${shown(change.replace('-', ''))}${kind === 'ratio' ? (zh ? '个百分点' : ' percentage points') : unit}`;
  const percent = changePct === null ? '' : `，${down ? '' : '+'}${oneDecimal(changePct)}%`;
  return zh
    ? `${down ? '减少' : '增加'}${by}${percent}`
    : `${down ? '-' : '+'}${by}${percent.replace('，', ', ')}`;
}

/** At most four decimals, half away from zero, for reading only. */
function shown(value: string): string {
  const decimals = value.split('.')[1]?.length ?? 0;
  return decimals <= 4 ? value : String(Number(Number(value).toFixed(4)));
}

function oneDecimal(value: string): string {
  return ((Math.sign(Number(value)) * Math.round(Math.abs(Number(value)) * 10)) / 10).toFixed(1);
}
