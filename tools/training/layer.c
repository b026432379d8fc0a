/*
 * One WaveNet layer, forward and backward, in plain C: see layer_function.py. Kernel size 3, one condition channel.
 *
 * Arrays are [channels][frames]; x and grad_x have 2·dilation more frames at the start. Work proceeds block by block, so
 * that intermediate values stay in the L1 cache. The inner loops run over frames and vectorise.
 */

#include <string.h>

#define BLOCK 256
#define MOST_CHANNELS 16
#define INLINE static inline __attribute__((always_inline))

/* Rational approximation of tanh, as in the Eigen library: within a few float32 steps. */
INLINE float tanh_rational(float v) {
  float x = v < -9.f ? -9.f : (v > 9.f ? 9.f : v), s = x * x;
  float p = -2.76076847742355e-16f;
  p = p * s + 2.00018790482477e-13f;
  p = p * s - 8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  float q = 1.19825839466702e-06f;
  q = q * s + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return p * x / q;
}

INLINE void forward(int C, const float *restrict x, const float *restrict condition, const float *restrict conv,
                    const float *restrict bias, const float *restrict mixin, const float *restrict out,
                    const float *restrict out_bias, int dilation, long frames, float *restrict x_out,
                    float *restrict z) {
  const long x_frames = frames + 2 * dilation;
  float a[MOST_CHANNELS][BLOCK], y[MOST_CHANNELS][BLOCK], w[MOST_CHANNELS];
  for (long start = 0; start < frames; start += BLOCK) {
    const int count = frames - start < BLOCK ? (int)(frames - start) : BLOCK;
    for (int o = 0; o < C; o++)
      for (int t = 0; t < count; t++) a[o][t] = bias[o] + mixin[o] * condition[start + t];
    for (int i = 0; i < C; i++)
      for (int k = 0; k < 3; k++) {
        const float *restrict tap = x + i * x_frames + start + k * dilation;
        for (int o = 0; o < C; o++) w[o] = conv[(o * C + i) * 3 + k];
        for (int t = 0; t < count; t++)
          for (int o = 0; o < C; o++) a[o][t] += w[o] * tap[t];
      }
    for (int o = 0; o < C; o++) {
      const float *restrict now = x + o * x_frames + start + 2 * dilation;
      for (int t = 0; t < count; t++) {
        a[o][t] = tanh_rational(a[o][t]);
        y[o][t] = out_bias[o] + now[t];
      }
      memcpy(z + o * frames + start, a[o], count * sizeof(float));
    }
    for (int i = 0; i < C; i++) {
      for (int o = 0; o < C; o++) w[o] = out[o * C + i];
      for (int t = 0; t < count; t++)
        for (int o = 0; o < C; o++) y[o][t] += w[o] * a[i][t];
    }
    for (int o = 0; o < C; o++) memcpy(x_out + o * frames + start, y[o], count * sizeof(float));
  }
}

/* Adds to all gradients: the caller must set them to zero before. */
INLINE void backward(int C, const float *restrict x, const float *restrict condition, const float *restrict z,
                     const float *restrict conv, const float *restrict out, const float *restrict grad_x_out,
                     const float *restrict grad_z, int dilation, long frames, float *restrict grad_x,
                     float *restrict grad_conv, float *restrict grad_bias, float *restrict grad_mixin,
                     float *restrict grad_out, float *restrict grad_out_bias) {
  const long x_frames = frames + 2 * dilation;
  float a[MOST_CHANNELS][BLOCK]; /* gradient of the pre-activation */
  float w[MOST_CHANNELS], sums[MOST_CHANNELS];
  for (long start = 0; start < frames; start += BLOCK) {
    const int count = frames - start < BLOCK ? (int)(frames - start) : BLOCK;
    for (int i = 0; i < C; i++) memcpy(a[i], grad_z + i * frames + start, count * sizeof(float));
    for (int o = 0; o < C; o++) {
      const float *restrict g = grad_x_out + o * frames + start;
      for (int i = 0; i < C; i++) w[i] = out[o * C + i], sums[i] = 0;
      float sum = 0;
      for (int t = 0; t < count; t++) {
        sum += g[t];
        for (int i = 0; i < C; i++) {
          a[i][t] += w[i] * g[t];
          sums[i] += g[t] * z[i * frames + start + t];
        }
      }
      for (int i = 0; i < C; i++) grad_out[o * C + i] += sums[i];
      grad_out_bias[o] += sum;
    }
    for (int o = 0; o < C; o++) {
      const float *restrict activated = z + o * frames + start;
      float sum = 0, mixed = 0;
      for (int t = 0; t < count; t++) {
        a[o][t] *= 1 - activated[t] * activated[t];
        sum += a[o][t];
        mixed += a[o][t] * condition[start + t];
      }
      grad_bias[o] += sum;
      grad_mixin[o] += mixed;
    }
    for (int i = 0; i < C; i++) {
      float *restrict residual = grad_x + i * x_frames + start + 2 * dilation;
      const float *restrict g = grad_x_out + i * frames + start;
      for (int t = 0; t < count; t++) residual[t] += g[t];
      for (int k = 0; k < 3; k++) {
        const float *restrict tap = x + i * x_frames + start + k * dilation;
        float *restrict grad_tap = grad_x + i * x_frames + start + k * dilation;
        for (int o = 0; o < C; o++) w[o] = conv[(o * C + i) * 3 + k], sums[o] = 0;
        for (int t = 0; t < count; t++) {
          float sum = grad_tap[t];
          for (int o = 0; o < C; o++) sum += w[o] * a[o][t];
          grad_tap[t] = sum;
        }
        for (int t = 0; t < count; t++)
          for (int o = 0; o < C; o++) sums[o] += a[o][t] * tap[t];
        for (int o = 0; o < C; o++) grad_conv[(o * C + i) * 3 + k] += sums[o];
      }
    }
  }
}

/* The usual widths are constants in these calls, so that the compiler unrolls the loops over channels. */
#define FOR_WIDTH(channels, CALL) \
  switch (channels) {             \
    case 2: CALL(2); break;       \
    case 4: CALL(4); break;       \
    case 8: CALL(8); break;       \
    case 16: CALL(16); break;     \
    default: CALL(channels);      \
  }

void layer_forward(int channels, const float *x, const float *condition, const float *conv, const float *bias,
                   const float *mixin, const float *out, const float *out_bias, int dilation, long frames,
                   float *x_out, float *z) {
#define FORWARD(C) forward(C, x, condition, conv, bias, mixin, out, out_bias, dilation, frames, x_out, z)
  FOR_WIDTH(channels, FORWARD)
}

void layer_backward(int channels, const float *x, const float *condition, const float *z, const float *conv,
                    const float *out, const float *grad_x_out, const float *grad_z, int dilation, long frames,
                    float *grad_x, float *grad_conv, float *grad_bias, float *grad_mixin, float *grad_out,
                    float *grad_out_bias) {
#define BACKWARD(C) \
  backward(C, x, condition, z, conv, out, grad_x_out, grad_z, dilation, frames, grad_x, grad_conv, grad_bias, \
           grad_mixin, grad_out, grad_out_bias)
  FOR_WIDTH(channels, BACKWARD)
}
