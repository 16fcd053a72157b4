// Greeks and implied volatility: one thread a contract or an option.
#pragma once

#include "grid_kernels.cuh"
#include "implied_steps.h"

namespace twin {

struct GreekColumns {
    long long *delta, *gamma, *vega, *theta, *rho;
    int* status;
};

constexpr int kOptionBlock = 128;

__global__ void __launch_bounds__(kOptionBlock) greeksKernel(ContractColumns contracts, GreekColumns greeks) {
    int i = blockIdx.x * kOptionBlock + threadIdx.x;
    if (i >= contracts.count) {
        return;
    }

    Greeks g = greeksOf(contractAt(contracts, i));
    greeks.delta[i] = g.delta;
    greeks.gamma[i] = g.gamma;
    greeks.vega[i] = g.vega;
    greeks.theta[i] = g.theta;
    greeks.rho[i] = g.rho;
    greeks.status[i] = g.status;
}

struct ImpliedColumns {
    int count;
    const double *sign, *forward, *strike, *time, *rate, *price;
    double* vol;
    int* status;
};

__global__ void __launch_bounds__(kOptionBlock) impliedKernel(ImpliedColumns options) {
    int i = blockIdx.x * kOptionBlock + threadIdx.x;
    if (i >= options.count) {
        return;
    }

    Implied out = impliedOf(
        {options.sign[i], options.forward[i], options.strike[i], options.time[i], options.rate[i], options.price[i]});
    options.vol[i] = out.vol;
    options.status[i] = out.status;
}

} // namespace twin
