/* SPDX-License-Identifier: MIT */
/*
 * srcu.h - readers that may sleep, and waiting for them.
 *
 * There are two counts of readers. New readers enter the one that idx says;
 * who waits turns idx over and waits until the other count is 0.
 */
#ifndef OCTAVO_SRCU_H
#define OCTAVO_SRCU_H

#include <octavo/mutex.h>
#include <octavo/rcupdate.h>
#include <octavo/wait.h>

struct srcu_struct {
	unsigned int idx;
	unsigned int readers[2];
	wait_queue_head_t wait;
	struct mutex mutex;		/* one waits at a time */
};

#define __SRCU_STRUCT_INIT(name)					\
	{ .wait = __WAIT_QUEUE_HEAD_INITIALIZER((name).wait),		\
	  .mutex = __MUTEX_INITIALIZER((name).mutex) }
#define DEFINE_SRCU(name)		\
	struct srcu_struct name = __SRCU_STRUCT_INIT(name)
#define DEFINE_STATIC_SRCU(name)	static DEFINE_SRCU(name)

/**
 * init_srcu_struct() - prepare one
 * @ssp: which
 *
 * Context: Any context.
 * Return: 0.
 */
int init_srcu_struct(struct srcu_struct *ssp);

/**
 * cleanup_srcu_struct() - undo init_srcu_struct()
 * @ssp: which; reported if somebody reads
 *
 * Context: Any context.
 */
void cleanup_srcu_struct(struct srcu_struct *ssp);

/**
 * srcu_read_lock() - begin to read; may sleep meanwhile
 * @ssp: which
 *
 * Context: Any context.
 * Return: a number for srcu_read_unlock().
 */
__must_check int srcu_read_lock(struct srcu_struct *ssp);

/**
 * srcu_read_unlock() - end reading
 * @ssp: which
 * @idx: what srcu_read_lock() said
 *
 * Context: Any context.
 */
void srcu_read_unlock(struct srcu_struct *ssp, int idx);

/**
 * synchronize_srcu() - wait until all readers of now are done
 * @ssp: which
 *
 * Context: May sleep.
 */
void synchronize_srcu(struct srcu_struct *ssp);

#define synchronize_srcu_expedited(ssp)	synchronize_srcu(ssp)
#define srcu_dereference(p, ssp)	rcu_dereference(p)

#endif
