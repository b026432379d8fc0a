import { beforeEach, describe, expect, it, vi } from 'vitest';
import { resumeOnGesture } from '../../src/controller/resume-on-gesture.js';

const context = { sampleRate: 48_000, currentTime: 0, state: 'suspended', resume: vi.fn(async () => {}) };
let page: EventTarget;

beforeEach(() => {
  page = new EventTarget();
  context.state = 'suspended';
  context.resume.mockClear();
});

const gesture = (name = 'keydown') => page.dispatchEvent(new Event(name));

describe('resumeOnGesture', () => {
  it.each(['pointerup', 'keydown', 'touchend', 'click'])('resumes a suspended context at a %s', (name) => {
    resumeOnGesture(context, page);
    gesture(name);
    expect(context.resume).toHaveBeenCalledOnce();
  });

  it('does so again when the context was suspended again', () => {
    resumeOnGesture(context, page);
    gesture();
    context.state = 'running';
    gesture();
    context.state = 'suspended';
    gesture();
    expect(context.resume).toHaveBeenCalledTimes(2);
  });

  it.each(['running', 'interrupted', 'closed'])('leaves a context alone that is %s', (state) => {
    context.state = state;
    resumeOnGesture(context, page);
    gesture();
    expect(context.resume).not.toHaveBeenCalled();
  });

  it('bears a refusal, and tries again', async () => {
    context.resume.mockRejectedValueOnce(new DOMException('no gesture', 'NotAllowedError'));
    resumeOnGesture(context, page);
    gesture();
    gesture();
    expect(context.resume).toHaveBeenCalledTimes(2);
    await context.resume.mock.results[0].value.catch(() => {});
  });

  it('ends when it is told to', () => {
    resumeOnGesture(context, page)();
    gesture();
    expect(context.resume).not.toHaveBeenCalled();
  });
});
