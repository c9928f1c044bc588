// 在图上拖出要遮的块：填进下面的文字框；没有它，照样能写四个数
document.querySelectorAll('.mask-board').forEach((board) => {
  const marks = document.getElementById(board.dataset.marks);
  const { width, height } = board.viewBox.baseVal;
  const boxes = document.createElementNS(board.namespaceURI, 'g');
  board.append(boxes);
  let from = null;

  const lines = () => marks.value.split('\n').map((line) => line.split(/[,，\s]+/).map(Number));
  const drawn = ([x, y, w, h]) => {
    const box = document.createElementNS(board.namespaceURI, 'rect');
    Object.entries({ x, y, width: w, height: h }).forEach(([name, value]) => box.setAttribute(name, value));
    boxes.append(box);
    return box;
  };
  const redraw = () => {
    boxes.replaceChildren();
    lines().filter((sides) => sides.length === 4 && sides.every(Number.isFinite)).forEach(drawn);
  };
  const point = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(board.getScreenCTM().inverse());
    return [Math.min(Math.max(Math.round(at.x), 0), width), Math.min(Math.max(Math.round(at.y), 0), height)];
  };
  const sides = ([x, y], [u, v]) => [Math.min(x, u), Math.min(y, v), Math.abs(x - u), Math.abs(y - v)];

  board.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    board.setPointerCapture(event.pointerId);
    from = point(event);
  });
  board.addEventListener('pointermove', (event) => {
    if (!from) return;
    redraw();
    drawn(sides(from, point(event)));
  });
  board.addEventListener('pointerup', (event) => {
    if (!from) return;
    const box = sides(from, point(event));
    from = null;
    if (box[2] > 2 && box[3] > 2) marks.value = `${marks.value.trimEnd()}\n${box.join(',')}`.trimStart();
    redraw();
  });
  marks.addEventListener('input', redraw);
  redraw();
});
