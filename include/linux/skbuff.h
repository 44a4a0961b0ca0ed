/* SPDX-License-Identifier: MIT */
/*
 * skbuff.h - packets.
 */
#ifndef DOOR_LINUX_SKBUFF_H
#define DOOR_LINUX_SKBUFF_H

#include <linux/kernel.h>
#include <linux/types.h>
#include <linux/list.h>
#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/mm.h>
#include <linux/ktime.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/scatterlist.h>
#include <octavo/page_frag.h>
#include <octavo/skbuff.h>
#include <octavo/skb_user.h>

#endif
