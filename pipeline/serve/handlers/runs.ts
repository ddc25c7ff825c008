/** Runs. */
import { placeOf } from '../desk.js';
import { typed } from '../refused.js';
import type { Handlers } from './handlers.js';

type Names = 'run' | 'stop' | 'runState' | 'runResult';

export const runHandlers: Handlers<Names> = {
  async run(desk, { by, ...asked }) {
    const { unit, period } = await placeOf(desk, asked);
    const place = { unit: unit.unit, period: period.period };
    desk.log.add({ by: typed(by, '姓名', 40), what: '发布', ...place, detail: '' });
    desk.runs.request(place);
    return {};
  },
  stop(desk, { by }) {
    const { place } = desk.runs.state();
    if (place) desk.log.add({ by: by || '—', what: '停止发布', ...place, detail: '' });
    desk.runs.stop();
    return {};
  },
  runState: () => ({}),
  runResult: (desk, { number }) => desk.runs.result(number),
};
