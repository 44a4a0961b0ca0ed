/* SPDX-License-Identifier: MIT */
/*
 * linux/mman.h - numbers of mmap(2).
 */
#ifndef DOOR_LINUX_MMAN_H
#define DOOR_LINUX_MMAN_H

#include <linux/mm.h>
#include <linux/percpu.h>
#include <uapi/mman.h>

#endif
