/** Where the rest is. */
export function HelpScreen() {
  return (
    <>
      <h1>帮助</h1>
      <p>
        顺序：放入报表 → 看暂缓的行，退回部门或认可、回答 → 发布 → 核对 →
        定稿。每一步都记在“核对”页的记录里，放入和撤下随时可以撤销。
      </p>
      <p>页面自己什么都不算，每个数由同样的命令算出；文件放在 inputs，成果在 outputs。</p>
      <p>
        不在页面上的：恢复备份（restore）、数据库服务器（database、worker）、每晚运行（nightly）。请看
        README.zh-CN.md 的“运维”一段（压缩包里是 program\docs\全部说明.txt）。
      </p>
      <p>用完在黑色窗口里按 Ctrl-C，或一小时不用自己结束。</p>
    </>
  );
}
