/** The submissions of a fictional township for two years, all forms, as departments send them. */
import { activities } from './forms/activities.js';
import { enterprises } from './forms/enterprises.js';
import { insurance } from './forms/insurance.js';
import { branches, discipline, petitions } from './forms/people.js';
import { projects } from './forms/projects.js';
import { accidents, pollution } from './forms/safety.js';
import { ruralFunds, spending, villages } from './forms/villages.js';
import { communities, roads, schools } from './forms/works.js';
import { template } from './template.js';
import { type Options, projectNames, type Township, township } from './township.js';
import { write } from './write.js';

const forms = [
  enterprises,
  insurance,
  roads,
  schools,
  petitions,
  branches,
  villages,
  spending,
  projects,
  ruralFunds,
  activities,
  accidents,
  pollution,
  discipline,
  communities,
];

/** Which department owes which form; the second part of insurance comes with the first. */
const owed: readonly (readonly [form: string, department: string])[] = [
  ['enterprises', '经济发展办公室'],
  ['insurance_payments', '人社所'],
  ['roads', '村镇建设办'],
  ['schools', '教育办'],
  ['petitions', '综治中心'],
  ['party_branches', '党建办'],
  ['villages', '组织办'],
  ['village_spending', '财政所'],
  ['projects', '项目办'],
  ['rural_funds', '乡村振兴办'],
  ['activities', '文化站'],
  ['accidents', '应急办'],
  ['polluting_workshops', '生态环境办'],
  ['discipline_cases', '纪委'],
  ['communities', '村镇建设办'],
];

function settings(town: Township): Map<string, readonly (readonly string[])[]> {
  return new Map([
    [
      'unit.csv',
      [
        ['key', 'value'],
        ['name', town.unit],
        ['short_name', town.unit.slice(0, -1)],
        ['county', '示例县'],
        ['province', '示例省'],
        ['division_code', town.divisionCode],
      ],
    ],
    ['owed.csv', [['form', 'department', 'due_days'], ...owed.map(([f, d]) => [f, d, '10'])]],
    [
      'aliases.csv',
      [
        ['kind', 'name', 'canonical'],
        ['village', '老寨大队', town.villages[0]?.name ?? ''],
        ['project', '示例食品园', projectNames.food],
        ['community', '晨曦小区', '晨曦社区'],
      ],
    ],
  ]);
}

/** Path below `inputs/` to bytes. The same options give the same bytes. */
export async function example(options: Options): Promise<Map<string, Uint8Array>> {
  const town = township(options);
  const files = new Map<string, Uint8Array>();
  for (const [name, rows] of settings(town)) {
    const text = rows.map((row) => `${row.join(',')}\r\n`).join('');
    files.set(`${town.unit}/${name}`, new TextEncoder().encode(`\ufeff${text}`));
  }
  for (const book of forms.flatMap((form) => form(town))) {
    files.set(`${town.unit}/${book.path}`, await write(book));
  }
  files.set(`${town.unit}/templates/指标台账.xlsx`, await template());
  return files;
}
