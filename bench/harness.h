/* SPDX-License-Identifier: MIT */
/*
 * harness.h - between the freestanding half of the benchmark and its main():
 * plain C types only.
 */
#ifndef BENCH_HARNESS_H
#define BENCH_HARNESS_H

/* The name of row number @n, or NULL after the last. */
const char *bench_row_name(unsigned int n);

/* Bytes that one operation of a row moves, or 0. */
unsigned int bench_row_bytes(unsigned int n);

/*
 * Picoseconds per operation, on each CPU, of the fastest of @batches batches
 * of row @n; below 0: the row cannot be run here. @ops 0 means the row's own
 * number.
 */
long bench_row_run(unsigned int n, unsigned int batches, unsigned long ops);

/*
 * What a counter counts during one operation of the row of that name, in
 * tenths, one round of the row's loop included: the difference of batches of
 * @ops and 2 * @ops, the smallest of some. Below 0: no such row, or it cannot
 * be run here.
 */
long bench_row_count(const char *name, unsigned long ops,
		     unsigned long long (*counter)(void));

/* libc's memcpy, called and not expanded in place: what user copies are
 * compared with. */
void *bench_memcpy(void *to, const void *from, unsigned long n);

#endif
