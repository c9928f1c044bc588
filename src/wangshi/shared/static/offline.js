// 上报：没有信号先存在手机里，有信号自己发。没有这个脚本，表单照样能直接上报。
// 每一条带自己的编号（mark），发两次也只算一条；收到回执才从手机里删。
const form = document.querySelector('form[data-queue]');
const list = document.getElementById('waiting');
const QUEUE = form.dataset.queue;
const TOO_LONG = 30000; // 毫秒：发这么久没有回音，先存着
const AGAIN = 60000;

const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};
const newMark = () => crypto.randomUUID().replaceAll('-', '');
const say = (words) => { list.querySelector('[role=status]').textContent = words; };

// 手机里的一张表
const opened = new Promise((done, failed) => {
  const asked = indexedDB.open('wangshi-grid', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('reports', { keyPath: 'mark' });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});
async function inStore(mode, act) {
  const base = await opened;
  return new Promise((done, failed) => {
    const trade = base.transaction('reports', mode, { durability: 'strict' });
    const asked = act(trade.objectStore('reports'));
    trade.oncomplete = () => done(asked.result);
    trade.onerror = trade.onabort = () => failed(trade.error);
  });
}
const waiting = () => inStore('readonly', (store) => store.getAll());
const keep = (report) => inStore('readwrite', (store) => store.put(report));
const forget = (mark) => inStore('readwrite', (store) => store.delete(mark));

// 表单和一条记录之间
function written() {
  const fields = [...new FormData(form)].filter(([name, value]) => name !== 'csrfmiddlewaretoken' && !(value instanceof File && !value.size));
  return { mark: form.elements.mark.value, who: form.dataset.who, at: Date.now(), wrong: [], fields };
}
function fresh() {
  form.reset();
  form.elements.mark.value = newMark();
  form.elements.found_on.value = today();
}

// 发一条：{sent} 收到了，{wrong} 要改，{late} 没有信号，{closed} 要先登录
async function send(report, token) {
  const body = new FormData();
  body.append('csrfmiddlewaretoken', token);
  report.fields.forEach(([name, value]) => body.append(name, value));
  const answer = await asked({ method: 'POST', body });
  if (!answer) return { late: true };
  if (answer.type === 'opaqueredirect' || answer.status === 403) return { closed: true };
  if (answer.status === 201) return { sent: await answer.json() };
  if (answer.status === 422 || answer.status === 413) return { wrong: (await answer.json().catch(() => ({ wrong: ['照片太大，少选几张'] }))).wrong };
  return { late: true };
}
async function asked(options) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), TOO_LONG);
  try {
    return await fetch(QUEUE, { ...options, redirect: 'manual', cache: 'no-store', signal: stop.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}
async function whoIsIn() {
  const answer = await asked({});
  if (!answer) return { late: true };
  return answer.ok ? answer.json() : { closed: true };
}

// 把存的都发出去；同时开着两页，只有一页发
const flush = () => navigator.locks.request('wangshi-grid', { ifAvailable: true }, async (mine) => {
  const reports = (await waiting()).filter((report) => !report.wrong.length);
  if (!mine || !reports.length) return;
  const now = await whoIsIn();
  let count = 0;
  for (const report of now.token ? reports : []) {
    if (report.who !== now.who) continue;
    const answer = await send(report, now.token);
    if (answer.sent) { await forget(report.mark); count += 1; }
    if (answer.wrong) await keep({ ...report, wrong: answer.wrong });
    if (answer.late || answer.closed) break;
  }
  if (count) say(`发出去 ${count} 条，在“看回音”里看编号`);
  else if (now.closed) say('有信号了，登录以后就发');
  await show();
});

// 还没发出去的，一条一行
async function show() {
  const reports = (await waiting()).sort((one, other) => one.at - other.at);
  list.hidden = !reports.length && !list.querySelector('[role=status]').textContent;
  list.querySelector('h2').textContent = reports.length ? `存在手机里 ${reports.length} 条，还没发` : '都发出去了';
  list.querySelector('.acts').hidden = !reports.length;
  list.querySelector('ol').replaceChildren(...reports.map(row));
}
function row(report) {
  const given = Object.fromEntries(report.fields);
  const line = document.createElement('li');
  const when = new Date(report.at).toLocaleString('zh-CN', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  const photos = report.fields.filter(([name]) => name === 'photos').length;
  const foreign = report.who !== form.dataset.who;
  line.textContent = `${when}　${given.shop}${photos ? `，照片 ${photos} 张` : ''}${foreign ? '（别的账号写的，用那个账号登录才发）' : ''}`;
  if (report.wrong.length) {
    const words = document.createElement('p');
    words.className = 'wrong';
    words.textContent = report.wrong.join('；');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn';
    button.textContent = '改一改再报';
    button.addEventListener('click', () => back(report));
    line.append(words, button);
  }
  return line;
}
// 要改的放回表单；改好再报之前，手机里的还留着
function back(report) {
  report.fields.forEach(([name, value]) => {
    if (!(value instanceof Blob)) form.elements[name].value = value;
  });
  photosBack(report);
  form.elements.shop.focus();
}
function photosBack(report) {
  const photos = new DataTransfer();
  report.fields.forEach(([, value]) => value instanceof Blob && photos.items.add(value));
  form.elements.photos.files = photos.files;
}
// 服务器说要改的这一页：照片从手机里放回来，不用再拍
async function takeOver(mark) {
  const report = (await waiting()).find((one) => one.mark === mark);
  if (!report) return;
  photosBack(report);
  if (form.elements.photos.files.length) document.getElementById('lost-photos').remove();
  await forget(mark);
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button[type=submit]');
  button.disabled = true;
  const report = written();
  try {
    await keep(report); // 先存再发：这时关机也不丢
    const answer = await send(report, form.elements.csrfmiddlewaretoken.value);
    if (answer.sent) {
      await forget(report.mark);
      location.assign(form.dataset.answers);
      return;
    }
    if (answer.wrong) {
      form.submit(); // 让服务器写出毛病在哪；那一页打开了再从手机里拿出来
      return;
    }
    fresh();
    say(answer.closed ? '要重新登录；这一条存在手机里，登录以后自己发' : '没有信号，存在手机里了，有信号时自己发');
    await show();
    list.scrollIntoView();
    if (answer.closed) flush();
  } catch {
    form.submit(); // 手机不让存：照没有脚本的办法报
  } finally {
    button.disabled = false;
  }
});
list.querySelector('button').addEventListener('click', flush);
addEventListener('online', flush);
document.addEventListener('visibilitychange', () => document.hidden || flush());
setInterval(flush, AGAIN);

const givenMark = form.elements.mark.value;
form.elements.mark.value = newMark(); // 存在手机里的页面每次都是同一个编号，换新的
form.elements.found_on.value = today();
('refused' in form.dataset ? takeOver(givenMark) : Promise.resolve()).then(show).then(flush);
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(form.dataset.worker, { updateViaCache: 'none' }).then(() => navigator.serviceWorker.ready).then(() => caches.open('wangshi-grid-1')).then((store) => store.add(location.pathname)).catch(() => { /* 不是 https：没有信号时打不开这一页，别的照旧 */ });
}
if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
