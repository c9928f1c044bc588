// 复核页：没有它，排除走单独的一页，判断照样能做
const body = document.body;
const judging = document.querySelector('form[data-judge]');
const TAKING_IN = 400; // 毫秒：上一条连按两下的第二下，不算到这一条上

// 排除…：有脚本时开对话框，链接就不用走了
document.querySelectorAll('a[data-dialog]').forEach((link) => link.addEventListener('click', (event) => event.preventDefault()));

if (judging) {
  const arm = () => { body.dataset.armed = ''; };
  setTimeout(arm, TAKING_IN);
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  document.addEventListener('submit', () => { delete body.dataset.armed; });
  document.addEventListener('keydown', (event) => {
    if (!('armed' in body.dataset) && /^Key[QP]$/.test(event.code)) event.stopImmediatePropagation();
  }, true);
}

// 对话框里的数字键：只选，不交；回车才交
document.addEventListener('keydown', (event) => {
  const dialog = document.querySelector('dialog[open]');
  const writing = /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && !/^(radio|checkbox)$/.test(event.target.type);
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (!dialog || writing || !digit || event.ctrlKey || event.altKey || event.metaKey) return;
  const reason = dialog.querySelector(`input[data-digit="${digit[1]}"]`);
  if (!reason) return;
  event.preventDefault();
  reason.checked = true;
  reason.focus();
});
