/* SPDX-License-Identifier: MIT */
/*
 * alloc_loops.h - the loops of the allocator rows, written once and compiled
 * twice: with kmalloc in bench/alloc.c, with malloc in bench/peer/.
 *
 * The includer defines
 *
 *	BENCH_ALLOC(size)	BENCH_FREE(pointer)	BENCH_PAUSE()
 *	bench_use(pointer)	bench_random(&state)
 */
#define NR_LIVE		10000
#define RING_SIZE	1024

/* Kernel-like sizes: small structures, a few buffers, some names. */
static const unsigned short bench_sizes[64] = {
	8, 16, 16, 24, 32, 32, 32, 40, 48, 56, 64, 64, 64, 64, 72, 80,
	88, 96, 96, 96, 104, 112, 120, 128, 128, 128, 144, 160, 168, 184, 192,
	192, 192, 200, 208, 224, 240, 256, 256, 256, 280, 320, 352, 384, 448,
	512, 512, 512, 576, 600, 640, 704, 768, 832, 1000, 1024, 1024, 1088,
	1200, 1500, 2048, 2048, 4096, 4096,
};

struct live {
	void *objects[NR_LIVE];
	unsigned long long random;
};

/* One writer, one reader; each owns the index it advances. */
struct ring {
	void *slots[RING_SIZE];
	unsigned long head __attribute__((__aligned__(128)));
	unsigned long tail __attribute__((__aligned__(128)));
};

/* Allocate and free 64 bytes, the size known to the compiler. */
static void loop_pair_64(unsigned long ops)
{
	while (ops--) {
		void *p = BENCH_ALLOC(64);

		bench_use(p);
		BENCH_FREE(p);
	}
}

/* Replace a random one of many live objects by one of a random size. */
static void loop_replace(struct live *live, unsigned long ops)
{
	while (ops--) {
		unsigned int r = bench_random(&live->random);
		void **slot = &live->objects[(r >> 6) % NR_LIVE];

		BENCH_FREE(*slot);
		*slot = BENCH_ALLOC(bench_sizes[r & 63]);
		*(volatile char *)*slot = 1;
	}
}

static void live_fill(struct live *live, unsigned int seed)
{
	live->random = seed;
	for (unsigned int i = 0; i < NR_LIVE; i++)
		live->objects[i] =
			BENCH_ALLOC(bench_sizes[bench_random(&live->random) & 63]);
}

static void live_drain(struct live *live)
{
	for (unsigned int i = 0; i < NR_LIVE; i++)
		BENCH_FREE(live->objects[i]);
}

/* CPU 0: allocate and pass on. */
static void loop_produce(struct ring *ring, unsigned long ops)
{
	for (unsigned long i = ring->head, end = i + ops; i < end; i++) {
		void *p = BENCH_ALLOC(64);

		*(volatile char *)p = 1;
		while (i - __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE) >=
		       RING_SIZE)
			BENCH_PAUSE();
		ring->slots[i % RING_SIZE] = p;
		__atomic_store_n(&ring->head, i + 1, __ATOMIC_RELEASE);
	}
}

/* CPU 1: take and free. */
static void loop_consume(struct ring *ring, unsigned long ops)
{
	for (unsigned long i = ring->tail, end = i + ops; i < end; i++) {
		while (__atomic_load_n(&ring->head, __ATOMIC_ACQUIRE) == i)
			BENCH_PAUSE();
		BENCH_FREE(ring->slots[i % RING_SIZE]);
		__atomic_store_n(&ring->tail, i + 1, __ATOMIC_RELEASE);
	}
}
