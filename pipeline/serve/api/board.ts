/** The table of townships, and the board of one. */
import type { Place } from './place.js';

export interface Boot {
  readonly version: string;
  readonly today: string;
  /** Folders of `inputs/` that are townships or counties, by name, with their periods, the latest first. */
  readonly units: readonly {
    readonly unit: string;
    readonly name: string;
    readonly periods: readonly string[];
  }[];
  /** Whether there is an example to look at that is not among them. */
  readonly hasExample: boolean;
  /** What is wrong with `inputs/` itself: files outside of every township, folders without a period. */
  readonly findings: readonly { readonly file: string; readonly words: string }[];
}

export interface TownshipLine extends Place {
  readonly name: string;
  readonly isRollUp: boolean;
  readonly publishedAt: string | null;
  /** 没有发布：磁盘已满（保留11月29日的成果）; '' where all is well. */
  readonly problem: string;
  readonly owed: number;
  readonly received: number;
  readonly late: number;
  readonly rowsHeldBack: number;
  readonly provisional: number;
  readonly missing: number;
  readonly sealed: string;
  readonly hasChanged: boolean;
  /** What to send to departments that are late or owe something; '' none. */
  readonly reminder: string;
}

export interface Board {
  readonly steps: readonly Step[];
  /** 应报 15 张：收到 13 · 零报告 1 · 逾期 1 */
  readonly formsWords: string;
  readonly forms: readonly FormLine[];
  /** Those without groups, in the order of the report. */
  readonly figures: readonly BoardFigure[];
  /** All of it as a paragraph to copy. */
  readonly text: string;
  /** Of a county, its units with their own boards. */
  readonly parts: readonly TownshipLine[];
}

export interface Step {
  readonly kind: 'publish' | 'answer' | 'remind' | 'correct' | 'check' | 'template' | 'seal';
  /** 催报 1 个部门 */
  readonly title: string;
  readonly detail: string;
  /** What the button copies; '' where it opens a screen. */
  readonly text: string;
}

export interface FormLine {
  /** Form id; '' where the file is not recognised. */
  readonly form: string;
  readonly title: string;
  readonly department: string;
  readonly status: string;
  /** 收到, 零报告, 待报, 逾期3天, 部分暂缓, 整表暂缓, 认不出, 读不了, 已被替换, 正在写入, 还没有发布 */
  readonly words: string;
  readonly accepted: number;
  readonly heldBack: number;
  /** Path below the township; '' where nothing was sent. */
  readonly file: string;
  readonly sheet: string;
  /** When the file was written into its folder; null: none. */
  readonly receivedAt: string | null;
  /** ISO date; null: no deadline. */
  readonly due: string | null;
}

export interface BoardFigure {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly section: string;
  readonly value: string | null;
  readonly change: string | null;
  readonly changePct: string | null;
  readonly status: string;
  /** 待核实：2 行暂缓 */
  readonly words: string;
  /** From three dates on, oldest first; else empty. */
  readonly series: readonly { readonly date: string; readonly value: string | null }[];
}
