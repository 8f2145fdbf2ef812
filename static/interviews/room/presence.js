// The interviewer's presence: a calm light that speaks, listens and thinks. No face.
export class Presence {
  constructor(element) {
    this.element = element;
    this.shown = 0;
  }

  // asking | listening | thinking | resting
  set mood(mood) {
    this.element.dataset.mood = mood;
  }

  // 0 to 1: how loud the candidate is.
  set level(level) {
    this.shown += (level - this.shown) * 0.35;
    this.element.style.setProperty("--level", this.shown.toFixed(3));
  }
}
