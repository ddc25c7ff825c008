/** Words of files that somebody is still at work on: they are left for the next run. */
import type { RuleText } from '../rule-text.js';

const nextRun = {
  zh: '下次运行会读取它，不用做什么',
  en: 'The next run reads it; there is nothing to do',
};

export const busyFileRules = {
  'file.in_motion': {
    zh: '文件正在写入或复制，这次没有读取',
    en: 'The file is being written or copied and was not read this time',
    fix: nextRun,
  },
  'file.partial': {
    zh: '文件刚刚放入，还不完整，可能尚未复制完',
    en: 'The file has only just been put here and is incomplete; its copying may not have ended',
    fix: nextRun,
  },
  'file.open_elsewhere': {
    zh: '文件正在 Excel 或 WPS 中打开（旁边有“~$”锁文件），这次没有读取',
    en: 'The file is open in Excel or WPS (a lock file "~$…" stands beside it) and was not read this time',
    fix: {
      zh: '请保存并关闭它；没有人打开时，请删去旁边的“~$”文件，再运行一次',
      en: 'Save and close it; where nobody has it open, delete the "~$…" file, and run again',
    },
  },
  'file.vanished': {
    zh: '文件在运行过程中被移走',
    en: 'The file was taken away during the run',
    fix: {
      zh: '下次运行按当时文件夹里的文件处理；不是有意移走的，请放回',
      en: 'The next run takes the folder as it then is; put the file back if it was not meant to go',
    },
  },
  'file.failed_midway': {
    zh: '文件读到一半出错（{reason}），这次没有采用',
    en: 'Reading the file failed midway ({reason}); nothing of it was used',
    fix: {
      zh: '请检查磁盘或网络盘的连接；下次运行会再读一次',
      en: 'Check the disk or the connection; the next run reads it again',
    },
  },
} as const satisfies Record<string, RuleText>;
