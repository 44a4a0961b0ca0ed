/* SPDX-License-Identifier: MIT */
/*
 * kdev_t.h - numbers of devices: 12 bits of major, 20 of minor number.
 *
 *	in the kernel	major << 20 | minor
 *	for programs	minor[19:8] << 20 | major << 8 | minor[7:0]
 */
#ifndef OCTAVO_KDEV_T_H
#define OCTAVO_KDEV_T_H

#include <octavo/types.h>

#define MINORBITS		20
#define MINORMASK		((1u << MINORBITS) - 1)
#define MKDEV(major, minor)	(((dev_t)(major) << MINORBITS) | (minor))
#define MAJOR(dev)		((unsigned int)((dev) >> MINORBITS))
#define MINOR(dev)		((unsigned int)((dev) & MINORMASK))

/* As programs have it. */
static inline u32 new_encode_dev(dev_t dev)
{
	return (MINOR(dev) & 0xff) | MAJOR(dev) << 8 |
	       (MINOR(dev) & ~0xffu) << 12;
}

static inline dev_t new_decode_dev(u32 dev)
{
	return MKDEV(dev >> 8 & 0xfff, (dev & 0xff) | (dev >> 12 & 0xfff00));
}

static inline u64 huge_encode_dev(dev_t dev)
{
	return new_encode_dev(dev);
}

static inline dev_t huge_decode_dev(u64 dev)
{
	return new_decode_dev((u32)dev);
}

/* As programs of 16 bits have it. */
static inline bool old_valid_dev(dev_t dev)
{
	return MAJOR(dev) < 256 && MINOR(dev) < 256;
}

static inline u16 old_encode_dev(dev_t dev)
{
	return (u16)(MAJOR(dev) << 8 | MINOR(dev));
}

static inline dev_t old_decode_dev(u16 dev)
{
	return MKDEV(dev >> 8, dev & 0xff);
}

#endif
