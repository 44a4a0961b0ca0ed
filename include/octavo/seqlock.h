/* SPDX-License-Identifier: MIT */
/*
 * seqlock.h - readers that look again if somebody wrote meanwhile.
 *
 * The count is odd while a writer writes.
 */
#ifndef OCTAVO_SEQLOCK_H
#define OCTAVO_SEQLOCK_H

#include <octavo/atomic.h>
#include <octavo/spinlock.h>

typedef struct seqcount {
	unsigned int sequence;
} seqcount_t;

typedef struct {
	seqcount_t seqcount;
	spinlock_t lock;
} seqlock_t;

#define SEQCNT_ZERO(name)	{ 0 }
#define seqcount_init(s)	((void)((s)->sequence = 0))
#define __SEQLOCK_UNLOCKED(name)	\
	{ SEQCNT_ZERO(name), __SPIN_LOCK_UNLOCKED(name) }
#define DEFINE_SEQLOCK(name)	seqlock_t name = __SEQLOCK_UNLOCKED(name)
#define seqlock_init(sl)						\
	do {								\
		seqcount_init(&(sl)->seqcount);				\
		spin_lock_init(&(sl)->lock);				\
	} while (0)

static inline unsigned int read_seqcount_begin(const seqcount_t *s)
{
	unsigned int seq;

	while ((seq = __atomic_load_n(&s->sequence, __ATOMIC_ACQUIRE)) & 1)
		cpu_relax();
	return seq;
}

static inline int read_seqcount_retry(const seqcount_t *s, unsigned int start)
{
	smp_rmb();
	return READ_ONCE(s->sequence) != start;
}

static inline void write_seqcount_begin(seqcount_t *s)
{
	WRITE_ONCE(s->sequence, s->sequence + 1);
	smp_wmb();
}

static inline void write_seqcount_end(seqcount_t *s)
{
	smp_wmb();
	WRITE_ONCE(s->sequence, s->sequence + 1);
}

#define raw_read_seqcount(s)		read_seqcount_begin(s)
#define raw_write_seqcount_begin(s)	write_seqcount_begin(s)
#define raw_write_seqcount_end(s)	write_seqcount_end(s)

static inline unsigned int read_seqbegin(const seqlock_t *sl)
{
	return read_seqcount_begin(&sl->seqcount);
}

static inline int read_seqretry(const seqlock_t *sl, unsigned int start)
{
	return read_seqcount_retry(&sl->seqcount, start);
}

static inline void write_seqlock(seqlock_t *sl)
{
	spin_lock(&sl->lock);
	write_seqcount_begin(&sl->seqcount);
}

static inline void write_sequnlock(seqlock_t *sl)
{
	write_seqcount_end(&sl->seqcount);
	spin_unlock(&sl->lock);
}

#define write_seqlock_irqsave(sl, flags)				\
	do {								\
		(flags) = arch_irq_save();				\
		write_seqlock(sl);					\
	} while (0)
#define write_sequnlock_irqrestore(sl, flags)				\
	do {								\
		write_sequnlock(sl);					\
		arch_irq_restore(flags);				\
	} while (0)
#define write_seqlock_bh(sl)	\
	do { local_bh_disable(); write_seqlock(sl); } while (0)
#define write_sequnlock_bh(sl)	\
	do { write_sequnlock(sl); local_bh_enable(); } while (0)
#define write_seqlock_irq(sl)	\
	do { local_irq_disable(); write_seqlock(sl); } while (0)
#define write_sequnlock_irq(sl)	\
	do { write_sequnlock(sl); local_irq_enable(); } while (0)

#endif
