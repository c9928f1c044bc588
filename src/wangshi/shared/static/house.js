// 网市：全部脚本。没有它，页面照样能用（链接、表单、details）。
const root = document.documentElement;
const all = (selector, within = document) => within.querySelectorAll(selector);

// 显示方式：先换样子，再告诉服务器记住；页面不重载，填到一半的表单不丢
function showView(view) {
  if (view) root.dataset.view = view; else delete root.dataset.view;
  all('[data-switch]').forEach((button) => button.setAttribute('aria-pressed', view.split(' ').includes(button.dataset.switch)));
}
document.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (!button || !button.dataset.switch) return;
  event.preventDefault();
  const views = new Set((root.dataset.view || '').split(' ').filter(Boolean));
  views[views.has(button.dataset.switch) ? 'delete' : 'add'](button.dataset.switch);
  showView([...views].join(' '));
  const sent = new FormData(event.target);
  sent.append(button.name, button.value);
  fetch(event.target.action, { method: 'POST', body: sent, redirect: 'manual' }).catch(() => { /* 没记住：只在本页生效 */ });
});

// 职责栏的组：自己翻开、合上过的，关掉窗口以前都照旧；正在用的那一组总是开着
all('.sidenav details').forEach((group) => {
  const place = `nav:${group.dataset.group}`;
  const kept = sessionStorage.getItem(place);
  if (kept && !group.querySelector('[aria-current]')) group.open = kept === 'open';
  group.querySelector('summary').addEventListener('click', () => sessionStorage.setItem(place, group.open ? 'shut' : 'open'));
});

// 大屏：隔一会儿换上新的一页；取不到就留着旧的，写明是几点的。停得下来（WCAG 2.2.2）
const again = document.querySelector('[data-again]');
if (again) {
  setInterval(async () => {
    const pause = document.querySelector('[data-pause]');
    if (document.hidden || pause.getAttribute('aria-pressed') === 'true') return;
    const main = document.querySelector('main');
    try {
      const got = await fetch(location.href);
      const page = new DOMParser().parseFromString(await got.text(), 'text/html');
      if (!got.ok || !page.querySelector('[data-again]')) throw new Error('not the wall');
      main.replaceWith(page.querySelector('main'));
    } catch {
      all('[data-stale]', main).forEach((words) => { words.hidden = false; });
    }
  }, Number(again.dataset.again) * 1000);
  document.addEventListener('click', (event) => {
    const pause = event.target.closest('[data-pause]');
    if (pause) pause.setAttribute('aria-pressed', String(pause.getAttribute('aria-pressed') !== 'true'));
  });
}

// 对话框与打印
document.addEventListener('click', (event) => {
  const target = event.target.closest('[data-dialog],[data-close],[data-print]');
  if (!target) return;
  if (target.dataset.dialog) document.getElementById(target.dataset.dialog).showModal();
  if (target.hasAttribute('data-close')) target.closest('dialog').close();
  if (target.hasAttribute('data-print')) {
    root.classList.toggle('prints-letter', target.dataset.print === 'letter');
    print();
  }
});

// 键盘：data-key 是 event.code（不受输入法影响）。输入框内、对话框打开、个人关闭（body[data-keys="off"]）时不触发
document.addEventListener('keydown', (event) => {
  const inField = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && !/^(radio|checkbox)$/.test(event.target.type);
  const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat;
  if (modified || inField || document.body.dataset.keys === 'off' || document.querySelector('dialog[open]')) return;
  const target = document.querySelector(`[data-key="${event.code}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.click();
});

// 期限徽章的说明：Esc 收起（WCAG 1.4.13），移开再来又能看到
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') all('.clock-box').forEach((box) => box.classList.add('is-shut'));
});
['mouseout', 'focusout'].forEach((kind) => document.addEventListener(kind, (event) => {
  const box = event.target.closest && event.target.closest('.clock-box');
  if (box && !box.contains(event.relatedTarget)) box.classList.remove('is-shut');
}));

// 手写的卡片表格补上角色：display 一变，有的浏览器就不认它是表格了
const roles = { THEAD: 'rowgroup', TBODY: 'rowgroup', TFOOT: 'rowgroup', TR: 'row', TD: 'cell', TH: 'columnheader' };
function nameTables(within) {
  all('table.rows-card:not([role])', within).forEach((table) => {
    table.setAttribute('role', 'table');
    all('thead, tbody, tfoot, tr, td, th', table).forEach((part) => {
      if (!part.hasAttribute('role')) part.setAttribute('role', part.scope === 'row' ? 'rowheader' : roles[part.tagName]);
    });
  });
}
nameTables(document);
document.addEventListener('htmx:load', (event) => nameTables(event.target));
