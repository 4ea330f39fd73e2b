// ---- The part of the plane that is shown: pan and zoom, by mouse, touch and keys.

class View {
  constructor(svg) {
    this.svg = svg;
    const box = svg.getBBox(), air = 12;
    this.whole = { x: box.x - air, y: box.y - air, w: box.width + 2 * air, h: box.height + 2 * air };
    for (const name of ['width', 'height']) svg.removeAttribute(name);
    this.fingers = new Map();
    svg.addEventListener('wheel', event => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    }, { passive: false });
    svg.addEventListener('pointerdown', event => {
      this.moved = 0;
      this.fingers.set(event.pointerId, event);
    });
    svg.addEventListener('pointermove', event => this.drag(event));
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) svg.addEventListener(end, event => {
      this.fingers.delete(event.pointerId);
      svg.classList.remove('dragged');
    });
    new ResizeObserver(() => this.touched ? this.show() : this.start()).observe(svg);
    this.start();
  }

  // Pixels to a unit of the picture.
  scale() { return Math.min(this.svg.clientWidth / this.box.w, this.svg.clientHeight / this.box.h); }

  show() { this.svg.setAttribute('viewBox', `${this.box.x} ${this.box.y} ${this.box.w} ${this.box.h}`); }

  fit() {
    this.box = { ...this.whole };
    // Small graphs are not blown up.
    const most = 2, scale = this.scale();
    if (scale > most) this.around(this.whole.x + this.whole.w / 2, this.whole.y + this.whole.h / 2, scale / most);
    this.show();
  }

  // The whole graph where its words can be read, else as much of its beginning as can be.
  start() {
    this.fit();
    const legible = innerWidth < 760 ? 0.95 : 0.6, scale = this.scale();
    if (!(scale > 0) || scale >= legible) return;
    const w = this.svg.clientWidth / legible, h = this.svg.clientHeight / legible;
    this.box = { x: w < this.whole.w ? this.whole.x : this.whole.x - (w - this.whole.w) / 2,
      y: this.whole.y + (this.whole.h - h) / 2, w, h };
    this.show();
  }

  around(x, y, factor) {
    this.box = { x: x - this.box.w * factor / 2, y: y - this.box.h * factor / 2, w: this.box.w * factor, h: this.box.h * factor };
  }

  at(clientX, clientY) { return new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse()); }

  zoom(factor, clientX, clientY) {
    const scale = this.scale(), wanted = Math.max(0.05, Math.min(8, scale * factor));
    const frame = this.svg.getBoundingClientRect();
    const fixed = this.at(clientX ?? frame.x + frame.width / 2, clientY ?? frame.y + frame.height / 2), by = scale / wanted;
    this.box = { x: fixed.x + (this.box.x - fixed.x) * by, y: fixed.y + (this.box.y - fixed.y) * by, w: this.box.w * by, h: this.box.h * by };
    this.touched = true;
    this.show();
  }

  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before || event.buttons === 0) return;
    if (this.fingers.size === 2) {
      const other = [...this.fingers.values()].find(finger => finger.pointerId !== event.pointerId);
      const apart = finger => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
      if (apart(before) > 0) this.zoom(apart(event) / apart(before), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    }
    const scale = this.scale() * this.fingers.size, dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
    this.moved += Math.abs(dx) + Math.abs(dy);
    this.box.x -= dx / scale;
    this.box.y -= dy / scale;
    this.touched = true;
    this.fingers.set(event.pointerId, event);
    if (this.moved > 4) this.svg.classList.add('dragged');
    this.show();
  }

  // Brings an element into the picture, if it is not all there.
  reveal(element) {
    const frame = this.svg.getBoundingClientRect(), box = element.getBoundingClientRect();
    if (box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom) return;
    const middle = this.at(box.left + box.width / 2, box.top + box.height / 2);
    this.box.x = middle.x - this.box.w / 2;
    if (box.top < frame.top || box.bottom > frame.bottom) this.box.y = middle.y - this.box.h / 2;
    this.touched = true;
    this.show();
  }
}
