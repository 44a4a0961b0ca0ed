/* SPDX-License-Identifier: MIT */
/*
 * kfifo.h - rings of elements and of records.
 */
#ifndef DOOR_LINUX_KFIFO_H
#define DOOR_LINUX_KFIFO_H

#include <linux/kernel.h>
#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>
#include <octavo/kfifo.h>

#endif
